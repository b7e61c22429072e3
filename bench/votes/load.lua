-- One vote of a new session in each request. The environment names the article and its revision.
-- Only the session changes, so the request is written once and a number put in: the load must cost less than the server.
local before, after
local count = 0

init = function()
  local session = '00000000-0000-4000-8000-000000000000'
  local body = string.format('{"article":"%s","revision":"%s","answer":"yes","session":"%s"}', os.getenv('ARTICLE'), os.getenv('REVISION'), session)
  local text = wrk.format('POST', '/intake/feedback', { ['content-type'] = 'application/json' }, body)
  local place = text:find('000000000000"', 1, true)
  before, after = text:sub(1, place - 1), text:sub(place + 12)
  math.randomseed(os.time())
  count = math.random(0, 2 ^ 30) * 4096
end

request = function()
  -- Scattered as random sessions are, because neighbors in an index would flatter everybody.
  count = (count + 40503 * 65537) % (2 ^ 47)
  return before .. string.format('%012x', count) .. after
end
