"""What two monitors from elsewhere understand of a status page; prints it as JSON.

usage: status-clients.py FOLDER URL   FOLDER holds checkouts of both, unmodified
"""
import asyncio
import importlib
import json
import os
import sys
import tempfile
import types

folder, url = sys.argv[1:]


def home_assistant():
    """Its provider alone: the package around it needs Home Assistant."""
    import aiohttp

    place = os.path.join(folder, "statuspage-HA", "custom_components", "statuspage_monitor", "providers")
    package = types.ModuleType("providers")
    package.__path__ = [place]
    sys.modules["providers"] = package
    provider = importlib.import_module("providers.statuspage_io").StatuspageIoProvider

    async def ask():
        async with aiohttp.ClientSession() as session:
            if not await provider.detect(session, url, 10):
                return None
            missing = await provider.detect(session, f"{url}/nothing", 10)
            return await provider.fetch(session, url, 10), missing

    found = asyncio.run(ask())
    if found is None:
        return {"detected": False}
    data, missing = found
    return {
        "detected": True,
        "detectedWhereNothingIs": missing,
        "indicator": data.status.indicator,
        "description": data.status.description,
        "incidents": [[one.id, one.status, one.body] for one in data.incidents],
        "maintenances": [[one.id, one.status] for one in data.scheduled_maintenances],
        "components": [[one.id, one.status, one.group] for one in data.components],
    }


def prometheus_exporter():
    with tempfile.TemporaryDirectory() as work:
        config = os.path.join(work, "services.json")
        with open(config, "w") as file:
            json.dump({"page": {"name": "Page", "type": "statuspage", "url": f"{url}/api/v2/summary.json"}}, file)
        os.environ["SERVICES_JSON_PATH"] = config
        os.chdir(work)
        sys.path.insert(0, os.path.join(folder, "statuspage-prometheus-exporter", "src"))
        checker = importlib.import_module("statuspage_prometheus_exporter.service_checker")
        found = checker.check_status_page_service("page", checker.SERVICES["page"])
    return {
        "success": found["success"],
        "status": found["status"],
        "raw": found["raw_status"],
        "incidents": [[one["id"], one["impact"], one["affected_components"]] for one in found["incident_metadata"]],
        "maintenances": [one["id"] for one in found["maintenance_metadata"]],
        "components": {one["name"]: one["status"] for one in found["component_metadata"]},
    }


client = {"home-assistant": home_assistant, "prometheus-exporter": prometheus_exporter}
print(json.dumps({name: run() for name, run in client.items()}))
