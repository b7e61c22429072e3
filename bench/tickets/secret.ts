/** The secret of every database of this bench, so that tokens can be made before a server runs. */
export const BENCH_SECRET = 'bench-secret-bench-secret-bench-secret-0';
