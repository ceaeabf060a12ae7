"""Speed and memory, each as a ratio to its floor measured in the same run.

`make bench`, or for a quick look one database of one size, or single rows:
`make bench BENCH_ARGS="--requests 20000 --database sqlite --only registration step"`.
Nothing here is collected by the tests: what is timed says nothing on a busy machine.
"""
