import type { User } from '../../domain/account/account.ts';
import type { Edit } from '../../domain/account/watch-edits.ts';

/** Applies a pure change to the user on record, again on what another wrote in between, and gives the user as then on record. */
type ChangeUser = (userId: string, change: (user: User) => User) => Promise<User>;

export interface ChangesUsers {
  readonly changeUser: ChangeUser;
}

/** The user after an edit, and what came of the edit that was written. */
export async function editUser<Outcome>(
  { changeUser }: ChangesUsers,
  userId: string,
  edit: (user: User) => Edit<Outcome>,
): Promise<Edit<Outcome>> {
  const edits: Edit<Outcome>[] = [];
  const user = await changeUser(userId, (before) => {
    const edited = edit(before);
    edits.push(edited);
    return edited.user;
  });
  const written = edits.at(-1);
  if (!written) throw new Error('a user was changed without the change being asked for');
  return { user, outcome: written.outcome };
}
