-- End the reservation of a call: what it has used is used, the rest is free again. One that is not there counts nothing, so
-- that this is harmless to repeat.
-- KEYS  for each cap: its counts, its calls (as in reserve.lua)   ARGV  1 run id of this server (not needed)   2 call   then for each cap: what was used
for i = 1, #KEYS / 2 do
  local counts, calls = KEYS[2 * i - 1], KEYS[2 * i]
  local held = redis.call('HGET', counts, ARGV[2])
  if held then
    redis.call('HINCRBY', counts, 'held', -tonumber(held))
    redis.call('HINCRBY', counts, 'used', ARGV[2 + i])
    redis.call('HDEL', counts, ARGV[2])
    redis.call('ZREM', calls, ARGV[2])
  end
end
return 1
