import type { GroupMember } from '../../../domain/group-member.ts';

/** Members of the college's Entra groups whom no import has brought. */
export type GroupMembers = {
  /** Begins to read the groups, or goes on where it was left. */
  watch(at: Date): Promise<void>;
  /** Keeps a member under one more group. */
  put(member: Omit<GroupMember, 'groupIds'>, groupId: string): Promise<void>;
  /** They left a group; whoever is in none of them any more is forgotten. */
  leave(entraId: string, groupId: string): Promise<void>;
  forget(entraIds: readonly string[]): Promise<void>;
  /** Forgets whom the last round from the beginning did not find any more. */
  forgetBefore(round: Date): Promise<void>;
  /** In order of their names. */
  all(most: number): Promise<GroupMember[]>;
  count(): Promise<number>;
};
