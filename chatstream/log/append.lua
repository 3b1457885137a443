-- Append events to the log of one stream: all of it happens, or nothing does.
--
-- KEYS  1 the log, a Redis stream   2 the state of the producer   3 the run id of the server that the log was made on
-- ARGV  1 run id of this server   2 fence   3 instance   4 number of the first body, as this instance counts (from 1)
--       5 last position that the producer knows (0-0: none)   6 retention in ms, at least   7 events kept at least   8 wake-up channel
--       9… bodies (none: only check)
-- Returns {'OK', head}, {'FENCED', head} or {'LOST', head}. The head is the newest position, EPOCH-SEQ, or 0-0 for no log.
--
-- The state of a producer is "FENCE COUNT EPOCH INSTANCE": who appended last, and how many bodies in which epoch of the log.
--
--                     ┌──────────┐ same fence and instance: append what is not counted yet
--                     v          │
--   none ───────> FENCE 1, INSTANCE a ──── higher fence ────> FENCE 2, INSTANCE b ──── final event ────> FENCE 2^31
--        append       ^          │
--                     └──────────┘ lower fence, or same fence and another instance: FENCED, nothing changes
--
-- Where EPOCH is not the log's, the log is a new one: the count begins anew at 0.
--
-- Four guards stand before the append. They hold in this order:
--   1 owner     another instance has appended with this fence, or any with a higher one: FENCED
--   2 server    the log was made on another server, which may have known more of it: it is deleted, and a new epoch begins
--   3 position  the producer knows a position that this log does not have: LOST
--   4 repeat    bodies that this instance has appended to this log before are skipped
local ARGS = 8
local server, fence, instance, first = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])

local function read_producer(state)
  local last_fence, count, epoch, last_instance = string.match(state or '-1 0 0 ', '^(%S+) (%S+) (%S+) (.*)$')
  return tonumber(last_fence), tonumber(count), epoch, last_instance
end

local function read_head()
  local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
  local head = newest[1] and newest[1][1] or '0-0'
  local epoch, seq = string.match(head, '^(%d+)-(%d+)$')
  return head, epoch, tonumber(seq)
end

-- Ids that people have seen must never be given to other events: later than the clock, this log and the producer's last one.
local function next_epoch(log_epoch, producer_epoch)
  local now = redis.call('TIME')
  local ms = tonumber(now[1]) * 1000 + math.floor(tonumber(now[2]) / 1000)
  return string.format('%.0f', math.max(ms, tonumber(log_epoch) + 1, tonumber(producer_epoch) + 1))
end

-- The wake-up has one line for each new entry after a line with the first one's id: a hub that is up to date need not read.
local function wake_up(epoch, last_seq, new)
  local message = ''
  if new > 0 then
    local first_id = epoch .. '-' .. string.format('%d', last_seq - new + 1)
    message = first_id .. '\n' .. table.concat(ARGV, '\n', #ARGV - new + 1)
  end
  redis.call('PUBLISH', ARGV[8], #message <= 65536 and message or '')
end

-- Not with each append, which would be a third of what the server writes to its disk: a day is renewed every minute and a half.
local function renew_retention(ms)
  if redis.call('PTTL', KEYS[1]) >= ms then return end
  local longer = string.format('%d', ms * 1.001)
  redis.call('SET', KEYS[3], server, 'PX', longer)
  redis.call('PEXPIRE', KEYS[1], longer)
end

local state, made_on = unpack(redis.call('MGET', KEYS[2], KEYS[3]))
local last_fence, count, producer_epoch, last_instance = read_producer(state)
local head, epoch, seq = read_head()

local is_owned_by_another = last_fence > fence or (last_fence == fence and last_instance ~= instance)
if is_owned_by_another then return {'FENCED', head} end

local lost_epoch = epoch
if epoch ~= '0' and made_on ~= server then
  redis.call('DEL', KEYS[1])
  head, epoch, seq = '0-0', '0', 0
end

local known_epoch, known_seq = string.match(ARGV[5], '^(%d+)-(%d+)$')
local knows_position = known_epoch ~= '0'
if knows_position and known_epoch ~= epoch then return {'LOST', head} end
if knows_position and tonumber(known_seq) > seq then  -- the log went back in time: no id of it may be given out twice
  redis.call('DEL', KEYS[1])
  return {'LOST', head}
end

local bodies = #ARGV - ARGS
if bodies == 0 then return {'OK', head} end

if epoch == '0' then epoch = next_epoch(lost_epoch, producer_epoch) end
local appended = last_fence == fence and producer_epoch == epoch and count or 0  -- by this instance, to this log
local before = seq
-- The server looks at maxmemory until a script has written, so the first write is one that it refuses: then nothing is changed.
for i = math.max(appended - first + 2, 1), bodies do
  seq = seq + 1
  redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[7], epoch .. '-' .. string.format('%d', seq), 'e', ARGV[ARGS + i])
end

count = string.format('%d', math.max(appended, first + bodies - 1))
redis.call('SET', KEYS[2], table.concat({ARGV[2], count, epoch, instance}, ' '), 'PX', ARGV[6])
renew_retention(tonumber(ARGV[6]))
wake_up(epoch, seq, seq - before)
return {'OK', epoch .. '-' .. string.format('%d', seq)}
