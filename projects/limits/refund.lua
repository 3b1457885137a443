-- Refund a call: delete the entry from its sets, unless another call shares it and was not refunded.
-- KEYS  the sets, then the calls that share the entry
-- ARGV  1 run id of this server (not needed)   2 entry   3 call
if redis.call('SREM', KEYS[#KEYS], ARGV[3]) == 0 or redis.call('EXISTS', KEYS[#KEYS]) == 1 then return 0 end
for i = 1, #KEYS - 1 do redis.call('ZREM', KEYS[i], ARGV[2]) end
return 1
