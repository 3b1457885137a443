-- Renew leases: each entry expires so many ms from now; one that was lost meanwhile is added again.
-- KEYS  the set of each entry   ARGV  1 run id of this server (not needed)   2 ms   then the entries
local time = redis.call('TIME')
local until_ms = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000) + tonumber(ARGV[2])
for i = 1, #KEYS do
  redis.call('ZADD', KEYS[i], until_ms, ARGV[i + 2])
  redis.call('PEXPIRE', KEYS[i], ARGV[2])
end
return #KEYS
