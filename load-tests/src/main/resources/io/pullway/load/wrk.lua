-- What wrk sends, and the line with the result that io.pullway.load.figures.LoadResult reads.

function init(args)
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.body = args[1]
end

function done(summary, latency)
  local failed = summary.errors
  print(string.format("load requests=%d micros=%d p50Micros=%.1f p99Micros=%.1f errors=%d",
    summary.requests - failed.status, summary.duration, latency:percentile(50), latency:percentile(99),
    failed.connect + failed.read + failed.write + failed.timeout + failed.status))
end
