import { describe } from 'vitest';
import { holdForAll } from '../tickets/sla/properties.ts';

describe('10,000 calendars at random', () => holdForAll(10_000));
