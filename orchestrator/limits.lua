-- Admit one request, or say when to come back. Asking again for an admitted request changes nothing.
-- KEYS  1 requests of the last minute   2 live runs (both sorted sets, scored in ms)
-- ARGV  1 request   2 requests a minute   3 live runs   4 longest life of a run in ms
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - 60000)
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then return {'OK', 0} end

if redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[3]) then return {'RUNS', 2000} end
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  return {'MINUTE', tonumber(oldest[2]) + 60000 - now}
end

redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZADD', KEYS[2], now + tonumber(ARGV[4]), ARGV[1])
redis.call('PEXPIRE', KEYS[1], 60000)
redis.call('PEXPIRE', KEYS[2], ARGV[4])
return {'OK', 0}
