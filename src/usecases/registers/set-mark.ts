import { type Choice, type Mark, pressRegister, type RegisterCause } from '../../domain/register.ts';
import type { LoadedPack } from '../../policy/pack-shelf.ts';
import { prefillMark } from '../../policy/rules/prefill-mark.ts';
import type { World } from '../core/ports.ts';

/**
 * Sets marks of a register outside its card: an accepted log (S1), a decided notice (G2), a bulk "elsewhere". The same
 * press twice changes nothing. Part of the caller's transaction. True when something changed.
 */
export async function setMarks(
  world: World,
  registerId: string,
  marks: ReadonlyMap<string, Choice>,
  by: { id: string; pressId: string; pack: LoadedPack; cause: RegisterCause; words?: string; how?: Mark['how'] },
): Promise<boolean> {
  const register = await world.records.registers.byId(registerId);
  if (!register || register.state === 'cancelled') return false;
  const pressed = pressRegister(register, {
    id: by.pressId,
    byId: by.id,
    at: world.clock.now(),
    baseVersion: register.version,
    enrolmentIds: [...marks.keys()],
    choices: marks,
    prefill: (told) => prefillMark(told, by.pack),
    cause: by.cause,
    ...(by.words ? { words: by.words } : {}),
    ...(by.how ? { how: by.how } : {}),
  });
  if (pressed.register === register) return false;
  if (!(await world.records.registers.replace(pressed.register, register)))
    throw new Error('register changed meanwhile');
  world.wake();
  return true;
}
