import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { chaseClasses, taskKinds } from '../../src/domain/task.ts';
import { rights } from '../../src/usecases/core/rights.ts';
import { taskKindsOf } from '../../src/usecases/desk/task-kinds.ts';

const folder = join(import.meta.dirname, '../../src/usecases');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.task.ts'));
const kinds = Object.entries(taskKindsOf);

describe('kinds of task declare what the engine does', () => {
  test('every .task.ts holds one kind, and every kind has one', () => {
    expect(files).toHaveLength(taskKinds.length);
    expect(kinds.map(([kind]) => kind).toSorted()).toEqual([...taskKinds].toSorted());
    expect(files.filter((file) => basename(file).includes('-task'))).toEqual([]);
  });

  test.each(kinds)(
    '%s says its label, its clock, and what holds, breaks, cancelling and cover do to it',
    (kind, own) => {
      expect(own.label).toMatch(/^[A-Z]/);
      expect([...chaseClasses, 'own-clock', 'nobody-waits']).toContain(own.chase);
      expect(['staff-only', 'learner-too', 'everyone']).toContain(own.whileHeld);
      expect(['withdraw', 'stay']).toContain(own.onCancel);
      expect(['follow', 'stay', 'anew']).toContain(own.onHandOver);
      expect(Array.isArray(own.rests)).toBe(true);
      // Nothing that asks somebody is without a clock.
      if (own.chase === 'own-clock') expect(own.onTime).toBeDefined();
      if (own.chase === 'nobody-waits')
        expect(Object.values(own.acts).filter((act) => act.by === 'owner' && !act.whenClosed)).toHaveLength(
          kind === 'chase' ? 2 : 0,
        );
      expect(Object.keys(rights)).toContain(`task-${kind}`);
    },
  );
});
