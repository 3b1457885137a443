-- Append events to a project's log: all of it happens, or nothing does.
-- KEYS  1 the log   2 the guard of this speaker: "FENCE COUNT EPOCH WRITER"; what it counts was said in that epoch
--       3 the run id of the server that the log was made on
-- ARGV  1 fence   2 writer   3 number of the first body, as this writer counts (from 1)   4 last position the writer knew ('' = none)
--       5 retention in ms   6 events kept at least   7 wake-up channel   8 run id of this server   9… bodies (none: only ask)
-- Answers {'OK', head}, {'FENCED', head} (another owner speaks), {'LOST', head} (this is not the log the writer knew).
local guard = redis.call('GET', KEYS[2]) or '-1 0 0 '
local fence, count, spoken_in, writer = string.match(guard, '^(%S+) (%S+) (%S+) (.*)$')
fence = tonumber(fence)
local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
local head = newest[1] and newest[1][1] or '0-0'
local epoch, seq = string.match(head, '^(%d+)-(%d+)$')
seq = tonumber(seq)

if fence > tonumber(ARGV[1]) or (fence == tonumber(ARGV[1]) and writer ~= ARGV[2]) then
  return {'FENCED', head}
end

-- A server that was started anew, or has taken over from another, may have lost the log's last second. Ids that people
-- have seen would be given to other events, so the log ends here and another epoch begins.
local server = ARGV[8]
local made_on = redis.call('GETEX', KEYS[3], 'PX', ARGV[5])
local last_epoch = tonumber(epoch)
if epoch ~= '0' and made_on ~= server then
  redis.call('DEL', KEYS[1])
  head, epoch, seq = '0-0', '0', 0
end

local known_epoch, known_seq = string.match(ARGV[4], '^(%d+)-(%d+)$')
if known_epoch and known_epoch ~= '0' then
  if known_epoch ~= epoch or tonumber(known_seq) > seq then
    if known_epoch == epoch then redis.call('DEL', KEYS[1]) end
    return {'LOST', head}
  end
end

if #ARGV == 8 then return {'OK', head} end

if epoch == '0' then
  local now = redis.call('TIME')
  local ms = tonumber(now[1]) * 1000 + math.floor(tonumber(now[2]) / 1000)
  epoch = string.format('%.0f', math.max(ms, last_epoch + 1, tonumber(spoken_in) + 1))
end

-- A repeat after a lost answer: what this writer already said in this log is skipped.
local said = fence == tonumber(ARGV[1]) and spoken_in == epoch and tonumber(count) or 0
local first, bodies = tonumber(ARGV[3]), #ARGV - 8
local before = seq
for i = math.max(said - first + 2, 1), bodies do
  seq = seq + 1
  redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[6], epoch .. '-' .. string.format('%d', seq), 'e', ARGV[8 + i])
end

count = string.format('%d', math.max(said, first + bodies - 1))
redis.call('SET', KEYS[2], table.concat({ARGV[1], count, epoch, ARGV[2]}, ' '), 'PX', ARGV[5])
if made_on ~= server then redis.call('SET', KEYS[3], server, 'PX', ARGV[5]) end
redis.call('PEXPIRE', KEYS[1], ARGV[5])

-- The wake-up carries what is new, one entry a line after the first one's id: a hub that is up to date need not read it.
local news = ''
if seq > before then
  news = epoch .. '-' .. string.format('%d', before + 1) .. '\n' .. table.concat(ARGV, '\n', #ARGV - (seq - before) + 1)
end
redis.call('PUBLISH', ARGV[7], #news <= 65536 and news or '')
return {'OK', epoch .. '-' .. string.format('%d', seq)}
