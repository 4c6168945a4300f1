import type { TimeOfDay } from '../domain/calendar.ts';
import { fileLane } from '../domain/mis-event.ts';
import type { Claim, Due, Sender } from '../usecases/core/delivery.ts';
import type { World } from '../usecases/core/ports.ts';
import { listEvents } from '../usecases/mis/list-events.ts';
import type { MisFileWriter } from '../usecases/mis/mis-file.ts';
import { createTellMis } from './tell-mis.ts';
import { createWriteMisFile, planMisFile } from './write-mis-file.ts';

export type MisFile = { writer: MisFileWriter; at: TimeOfDay };

/** What is due for the MIS: events get their place; a learner's lane is told; the daily file is written (S8). */
export function createMisSteps(world: World, due: Due, sender: Sender | undefined, file: MisFile | undefined) {
  const tell = sender && createTellMis(world, due, sender);
  const write = file && createWriteMisFile(world, due, file.writer, file.at);
  return {
    handlers: {
      misEvents: () => listEvents(world, sender !== undefined),
      async misLanes(claim: Claim): Promise<void> {
        const run = claim.id === fileLane ? write : tell;
        if (run) await run(claim);
        else await due.settle(claim, {}, null, ['failingSince', 'lastCode']);
      },
    },
    /** Begins what waits from a time when it was switched off, or nothing ran. */
    async plan(): Promise<void> {
      if (sender) await world.records.mis.wakeWaiting(world.clock.now());
      if (file) await planMisFile(world, file.at);
    },
  };
}
