-- Reserve for a call what it wants of every cap, or what is left of it; where a cap has nothing left, reserve nothing at all.
-- KEYS  for each cap: its counts (a hash: used, held, and what each call holds), its calls (sorted by expiry in ms)
-- ARGV  1 run id of this server (not needed)   2 call   3 the call that it replaces   4 ms until it expires   5 ms that counts are kept
--       then for each cap: the most that may be used, what is wanted
-- Returns 0 and what each cap grants; or the number of the cap that has nothing left, what is used and what others hold.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local function drop(counts, calls, call)
  redis.call('HINCRBY', counts, 'held', -(tonumber(redis.call('HGET', counts, call)) or 0))
  redis.call('HDEL', counts, call)
  redis.call('ZREM', calls, call)
end

local left, answer = {}, {0}
for i = 1, #KEYS / 2 do
  local counts, calls = KEYS[2 * i - 1], KEYS[2 * i]
  for _, expired in ipairs(redis.call('ZRANGEBYSCORE', calls, '-inf', now)) do drop(counts, calls, expired) end
  local used = tonumber(redis.call('HGET', counts, 'used')) or 0
  local held = tonumber(redis.call('HGET', counts, 'held')) or 0
  for _, own in ipairs({ARGV[2], ARGV[3]}) do held = held - (tonumber(redis.call('HGET', counts, own)) or 0) end
  left[i] = tonumber(ARGV[4 + 2 * i]) - used - held
  if left[i] <= 0 then return {i, used, held} end
end
for i = 1, #KEYS / 2 do
  local counts, calls = KEYS[2 * i - 1], KEYS[2 * i]
  local granted = math.min(left[i], tonumber(ARGV[5 + 2 * i]))
  drop(counts, calls, ARGV[2])
  drop(counts, calls, ARGV[3])
  redis.call('HINCRBY', counts, 'held', granted)
  redis.call('HSET', counts, ARGV[2], granted)
  redis.call('ZADD', calls, now + tonumber(ARGV[4]), ARGV[2])
  redis.call('PEXPIRE', counts, ARGV[5])
  redis.call('PEXPIRE', calls, ARGV[5])
  answer[i + 1] = granted
end
return answer
