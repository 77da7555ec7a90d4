-- Counts the application's jobs by state: hashes job:<id> with a field status.
-- redis_exporter runs this at every scrape (-script) and exposes redis_script_values{key="memejobs_<state>"}.
local counts = {queued = 0, working = 0, done = 0, error = 0}
local seen = {} -- SCAN may return a key twice
local cursor = "0"
repeat
  local page = redis.call("SCAN", cursor, "MATCH", "job:*", "COUNT", 1000, "TYPE", "hash")
  cursor = page[1]
  for _, key in ipairs(page[2]) do
    local status = not seen[key] and redis.call("HGET", key, "status")
    seen[key] = true
    if status and counts[status] then
      counts[status] = counts[status] + 1
    end
  end
until cursor == "0"

local answer = {}
for state, count in pairs(counts) do
  answer[#answer + 1] = "memejobs_" .. state
  answer[#answer + 1] = tostring(count)
end
return answer
