import { describe, expect, it } from 'vitest';
import type { SettingsFault, SettingsField } from '../wire/types';
import { byPlace, emptyOf, firstOf, groupOf, inShort, inside, same } from './draft';

const none = { zh: '', en: '' };

function field(wishes: Partial<SettingsField>): SettingsField {
  return {
    name: 'a',
    label: none,
    help: none,
    kind: 'text',
    optional: false,
    needed: false,
    default: null,
    unit: '',
    least: null,
    most: null,
    choices: [],
    refers: '',
    key: null,
    of: null,
    fields: [],
    ...wishes,
  };
}

function fault(path: string): SettingsFault {
  return { path, code: 'out_of_range', what: '', cure: '', allowed: '' };
}

describe('a draft', () => {
  it('is the same whatever the order of names', () => {
    expect(same({ a: 1, b: [{ c: 2 }] }, { b: [{ c: 2 }], a: 1 })).toBe(true);
    expect(same({ a: 1 }, { a: 1, b: null })).toBe(false);
    expect(same([1, 2], [2, 1])).toBe(false);
    expect(same(0, false)).toBe(false);
  });

  it('begins with what each field usually is', () => {
    expect(emptyOf(field({ kind: 'number', default: 10 }))).toBe(10);
    expect(emptyOf(field({ kind: 'number', least: 1 }))).toBe(1);
    expect(emptyOf(field({ kind: 'group', optional: true }))).toBe(null);
    const inner = [field({ name: 'x', kind: 'yes_no' }), field({ name: 'y', kind: 'list' })];
    expect(emptyOf(field({ kind: 'group', fields: inner }))).toEqual({ x: false, y: [] });
  });

  it('sends a call exactly one way from the beginning', () => {
    const target = [
      field({ name: 'queue', optional: true }),
      field({ name: 'callback', kind: 'yes_no' }),
      field({ name: 'voicemail', kind: 'yes_no' }),
      field({ name: 'flow' }),
      field({ name: 'hang_up', kind: 'map', optional: true }),
    ];
    expect(emptyOf(field({ kind: 'group', fields: target }))).toEqual({ hang_up: {} });
    const rule = [
      field({ name: 'over', kind: 'number' }),
      field({ kind: 'group', fields: target }),
    ];
    expect(groupOf(rule)).toEqual({ over: 0, a: { hang_up: {} } });
  });

  it('has each fault at its field, and the others at the top', () => {
    expect(inside('queues.a.b[0].c', 'queues.a')).toBe('b[0].c');
    expect(inside('queues.ab.c', 'queues.a')).toBe(null);
    expect(firstOf('b[0].c')).toBe('b');
    const places = byPlace(
      [fault('queues.a.b[0].c'), fault('agents.1.queues[0]'), fault('queues.a.luck')],
      'queues.a',
      new Set(['b']),
    );
    expect([...places.keys()]).toEqual(['b[0].c', '']);
    expect(places.get('')?.length).toBe(2);
  });

  it('tells a value in a line', () => {
    expect(inShort(null)).toBe('–');
    expect(inShort({ a: [1] })).toBe('{"a":[1]}');
    expect(inShort('x'.repeat(200)).length).toBe(90);
  });
});
