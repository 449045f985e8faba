-- What wrk sends, and the line with the result that io.pullway.load.figures.LoadResult reads.
-- Arguments: none for GET; for POST a file with the body, and for requests with a key each the beginning of all keys.

local sent = 0

function init(args)
  if not args[1] then
    return
  end
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  local file = assert(io.open(args[1], "rb"))
  wrk.body = file:read("*a")
  file:close()
  if args[2] then
    function request()
      sent = sent + 1
      wrk.headers["Idempotency-Key"] = args[2] .. "-" .. sent
      return wrk.format()
    end
  end
end

function done(summary, latency)
  local failed = summary.errors
  print(string.format("load requests=%d micros=%d p50Micros=%.1f p99Micros=%.1f errors=%d",
    summary.requests - failed.status, summary.duration, latency:percentile(50), latency:percentile(99),
    failed.connect + failed.read + failed.write + failed.timeout + failed.status))
end
