-- Counts Meme Maker's jobs (hashes job:<id>) by status, for redis_exporter -script: redis_script_values{key="memejobs_…"}.
local count, seen, cursor = {queued = 0, working = 0, done = 0, error = 0}, {}, "0"
repeat -- SCAN may name a key twice
  local page = redis.call("SCAN", cursor, "MATCH", "job:*", "COUNT", 1000, "TYPE", "hash")
  cursor = page[1]
  for _, key in ipairs(page[2]) do
    local status = not seen[key] and redis.call("HGET", key, "status")
    seen[key] = true
    if count[status] then count[status] = count[status] + 1 end
  end
until cursor == "0"
local answer = {}
for status, jobs in pairs(count) do
  table.insert(answer, "memejobs_" .. status)
  table.insert(answer, tostring(jobs))
end
return answer
