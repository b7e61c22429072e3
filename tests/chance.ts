/**
 * fast-check with one seed: a run of the suite tries what the run before has tried, and is red only for what was
 * changed. `BEDSIDE_SEED=$RANDOM npm run test:unit` looks for more.
 */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['BEDSIDE_SEED'] ?? 20_261_124) });

export default fc;
