-- One batch of a new session in each request, as a page's beacon sends it. BODY is the form with zeros for the session.
local before, after
local count = 0

init = function()
  local text = wrk.format('POST', '/intake/events', { ['content-type'] = 'application/x-www-form-urlencoded', ['user-agent'] = 'Mozilla/5.0 (X11; Linux x86_64)' }, os.getenv('BODY'))
  local place = text:find('000000000000', 1, true)
  before, after = text:sub(1, place - 1), text:sub(place + 12)
  math.randomseed(os.time())
  count = math.random(0, 2 ^ 30) * 4096
end

request = function()
  count = (count + 40503 * 65537) % (2 ^ 47)
  return before .. string.format('%012x', count) .. after
end
