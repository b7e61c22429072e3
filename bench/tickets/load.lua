-- One new message in each request, from the file that REQUESTS names; SKIP are used already.
local requests = {}
local at = 0

init = function()
  local skip = tonumber(os.getenv('SKIP')) + 1
  local number = 0
  for line in io.lines(os.getenv('REQUESTS')) do
    if number >= skip then
      local key, body = line:match('^(%S+)\t(.*)$')
      requests[#requests + 1] = wrk.format('POST', '/intake/tickets', { ['content-type'] = 'application/json', ['idempotency-key'] = key }, body)
      if #requests >= 60000 then break end
    end
    number = number + 1
  end
end

request = function()
  at = at + 1
  return requests[at] or error('There are no more requests: make more of them a second.')
end
