import type { PackRef } from '../domain/due.ts';
import type { MarkType, PolicyPack, SessionType } from './policy-pack.ts';

/** The pack's session type of this code; an unknown one is an ordinary session. */
export function sessionType(pack: PolicyPack, type: string): SessionType {
  return (
    pack.sessionTypes.find((one) => one.code === type) ?? {
      code: type,
      label: type,
      clause: 'P',
      loggedBy: 'tutor',
      missed: 'nothing',
      dropIn: false,
      asksEmployer: false,
    }
  );
}

/** A pack with the reference that decisions store. */
export type LoadedPack = PolicyPack & { ref: PackRef };

/** The packs a deployment knows; the one for a session is chosen by the session's day. */
export type PackShelf = readonly LoadedPack[];

/** The version of a pack that holds on a day; the earliest version for days before any. Throws for an unknown id. */
export function packOn(shelf: PackShelf, id: string, day: string): LoadedPack {
  const versions = shelf.filter((pack) => pack.id === id).sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  const chosen = versions.filter((pack) => pack.validFrom <= day).at(-1) ?? versions[0];
  if (!chosen)
    throw new Error(`no policy pack "${id}"; known: ${[...new Set(shelf.map((pack) => pack.id))].join(', ')}`);
  return chosen;
}

/** True of a mark of somebody who was away without leave. */
export function isUnauthorised(type: MarkType | undefined): boolean {
  return type?.counts === 'absent' && type.authorised === false;
}

/** The pack's mark of this code. Throws for a code the pack does not have. */
export function markType(pack: PolicyPack, code: string): MarkType {
  const found = pack.marks.find((mark) => mark.code === code);
  if (!found) throw new Error(`pack ${pack.id} ${pack.version} has no mark "${code}"`);
  return found;
}
