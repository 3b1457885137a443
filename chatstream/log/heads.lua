-- The newest position of each log, EPOCH-SEQ; 0-0 for no log.
-- KEYS  the logs, each a Redis stream   ARGV  1 run id of this server (not needed)
local heads = {}
for i = 1, #KEYS do
  local newest = redis.call('XREVRANGE', KEYS[i], '+', '-', 'COUNT', 1)
  heads[i] = newest[1] and newest[1][1] or '0-0'
end
return heads
