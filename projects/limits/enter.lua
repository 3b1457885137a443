-- Add an entry to every set, or, if one of them is full, to none. An entry that a set already has is not added twice.
-- KEYS  the sets (sorted by expiry in ms), then the calls that share the entry
-- ARGV  1 run id of this server (not needed)   2 entry   3 call   then for each set: how many it holds at most, ms until the entry expires
-- Returns 0, or the number of the full set, and the ms until its first entry expires.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local calls = KEYS[#KEYS]
local is_in, full, wait, longest = false, 0, 0, 0

for i = 1, #KEYS - 1 do
  redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', now)
  if redis.call('ZSCORE', KEYS[i], ARGV[2]) then is_in = true end
  if full == 0 and redis.call('ZCARD', KEYS[i]) >= tonumber(ARGV[2 + 2 * i]) then
    full, wait = i, tonumber(redis.call('ZRANGE', KEYS[i], 0, 0, 'WITHSCORES')[2]) - now
  end
  longest = math.max(longest, tonumber(ARGV[3 + 2 * i]))
end
if not is_in then
  if full > 0 then return {full, wait} end
  for i = 1, #KEYS - 1 do
    local ms = tonumber(ARGV[3 + 2 * i])
    redis.call('ZADD', KEYS[i], now + ms, ARGV[2])
    if redis.call('PTTL', KEYS[i]) < ms then redis.call('PEXPIRE', KEYS[i], ms) end
  end
end
redis.call('SADD', calls, ARGV[3])
redis.call('PEXPIRE', calls, longest)
return {0, 0}
