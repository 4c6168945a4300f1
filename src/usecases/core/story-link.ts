import { isStaff, type Person } from '../../domain/person.ts';
import type { World } from './ports.ts';
import { isAboutSelf } from './rights.ts';
import { sightOf } from './sight.ts';

/** Where a learner's story stands among the pages. */
export function storyPath(learnerId: string): string {
  return `story/${encodeURIComponent(learnerId)}`;
}

/** The link from a card about a learner to their story, for those of the staff who may read it (S2). */
export async function storyLink(
  world: World,
  viewer: Person,
  learnerId: string | undefined,
): Promise<{ title: string; url: string }[]> {
  if (!world.pageLink || !learnerId || !isStaff(viewer) || isAboutSelf(viewer, learnerId)) return [];
  if (!(await sightOf(world, viewer, learnerId)).may('view-story')) return [];
  return [{ title: 'Story', url: world.pageLink(storyPath(learnerId), viewer._id) }];
}
