import { holdForAll } from './properties.ts';

holdForAll(500);
