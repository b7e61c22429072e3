-- One request of a new session each time. The environment says where it goes (ADDRESS), as what (TYPE, AGENT) and with which
-- BODY, in which the last twelve characters of a session are zeros. Only these change, so the request is written once and a
-- number put in: the load must cost less than the server.
local before, after
local count = 0

init = function()
  local text = wrk.format('POST', os.getenv('ADDRESS'), { ['content-type'] = os.getenv('TYPE'), ['user-agent'] = os.getenv('AGENT') }, os.getenv('BODY'))
  local place = text:find('000000000000', 1, true)
  before, after = text:sub(1, place - 1), text:sub(place + 12)
  math.randomseed(os.time())
  count = math.random(0, 2 ^ 30) * 4096
end

request = function()
  -- Scattered as random sessions are, because neighbors in an index would flatter everybody.
  count = (count + 40503 * 65537) % (2 ^ 47)
  return before .. string.format('%012x', count) .. after
end
