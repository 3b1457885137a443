-- End all reservations of a run, of whatever process. What a call of it has used that nobody settled is used; if nothing was
-- reserved, it was settled, so that this is harmless to repeat.
-- KEYS  for each cap: its counts, its calls (as in reserve.lua)
-- ARGV  1 run id of this server (not needed)   2 what the names of its calls begin with   then for each cap: what was used
for i = 1, #KEYS / 2 do
  local counts, calls = KEYS[2 * i - 1], KEYS[2 * i]
  local ended = 0
  for _, call in ipairs(redis.call('ZRANGE', calls, 0, -1)) do
    if string.sub(call, 1, #ARGV[2]) == ARGV[2] then
      redis.call('HINCRBY', counts, 'held', -(tonumber(redis.call('HGET', counts, call)) or 0))
      redis.call('HDEL', counts, call)
      redis.call('ZREM', calls, call)
      ended = ended + 1
    end
  end
  if ended > 0 then redis.call('HINCRBY', counts, 'used', ARGV[2 + i]) end
end
return 1
