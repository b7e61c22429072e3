/** Draws cards on a thread of its own; see `drawCards`. */
import { workerData } from 'node:worker_threads';
import type { Card } from './card-path.ts';
import { cardPainter, keepCard } from './social-cards.ts';

const draw = cardPainter();
for (const { file, card } of workerData as readonly { file: string; card: Card }[]) keepCard(file, await draw(card));
