-- End all reservations of a run, of whatever process: nothing is known of what their calls have used.
-- KEYS  for each cap: its counts, its calls (as in reserve.lua)   ARGV  1 what the names of its calls begin with
for i = 1, #KEYS / 2 do
  local counts, calls = KEYS[2 * i - 1], KEYS[2 * i]
  for _, call in ipairs(redis.call('ZRANGE', calls, 0, -1)) do
    if string.sub(call, 1, #ARGV[1]) == ARGV[1] then
      redis.call('HINCRBY', counts, 'held', -(tonumber(redis.call('HGET', counts, call)) or 0))
      redis.call('HDEL', counts, call)
      redis.call('ZREM', calls, call)
    end
  end
end
return 1
