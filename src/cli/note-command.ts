import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import type { AuditEntry } from '../domain/audit.ts';
import { noteDone } from '../usecases/core/note-audit.ts';
import type { World } from '../usecases/core/ports.ts';

/** The account that runs this; a container may have an id without a name. */
function osUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** Notes in the audit trail what a command does, and who runs it on this machine; before it is done. */
export async function noteCommand(
  world: World,
  done: Pick<AuditEntry, 'did' | 'what' | 'thingId' | 'aboutIds' | 'more'>,
): Promise<void> {
  await noteDone(world, randomUUID(), { ...done, osUser: osUser(), how: 'cli' });
}
