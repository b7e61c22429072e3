-- One vote of a new session in each request. The environment names the article and its revision.
local article, revision = os.getenv('ARTICLE'), os.getenv('REVISION')
local hex = function(digits) return string.format('%0' .. digits .. 'x', math.random(0, 16 ^ digits - 1)) end

init = function() math.randomseed(os.time() + tonumber(tostring({}):match('0x(%x+)') or '1', 16) % 100000) end

request = function()
  local session = hex(8) .. '-' .. hex(4) .. '-4' .. hex(3) .. '-8' .. hex(3) .. '-' .. hex(6) .. hex(6)
  local body = string.format('{"article":"%s","revision":"%s","answer":"yes","session":"%s"}', article, revision, session)
  return wrk.format('POST', '/intake/feedback', { ['content-type'] = 'application/json' }, body)
end
