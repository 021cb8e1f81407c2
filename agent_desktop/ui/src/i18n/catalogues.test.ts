import { describe, expect, it } from 'vitest';
import en from './en.json';
import refused from './refused_words.json';
import zh from './zh-CN.json';

type Tree = { [key: string]: string | Tree };

function texts(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : texts(value, `${path}${key}.`),
  );
}

const chinese = texts(zh);
const english = texts(en);

describe('the catalogues', () => {
  it('have the same keys', () => {
    expect(chinese.map(([key]) => key)).toEqual(english.map(([key]) => key));
  });

  it('have a text for each key, with the same places to fill', () => {
    const places = (text: string) =>
      [...text.matchAll(/\{\{(\w+)\}\}/g)].map((one) => one[1]).sort();
    for (const [at, [key, text]] of english.entries()) {
      const other = chinese[at]?.[1] ?? '';
      expect(text.trim(), key).not.toBe('');
      expect(other.trim(), key).not.toBe('');
      expect(places(other), key).toEqual(places(text));
    }
  });

  it('hold no word that no page says', () => {
    const sources = Object.values(
      import.meta.glob<string>('../**/*.{ts,tsx}', {
        query: '?raw',
        import: 'default',
        eager: true,
      }),
    ).join('\n');
    const said = new Set([...sources.matchAll(/'([a-zA-Z]+(?:\.\w+)+)'/g)].map((one) => one[1]));
    const begun = [...sources.matchAll(/`([a-zA-Z]+\.(?:[\w.]*\.)?)\$\{/g)].map(
      (one) => one[1] ?? '',
    );
    const unsaid = english
      .map(([key]) => key)
      .filter((key) => !said.has(key) && !begun.some((start) => key.startsWith(start)));
    expect(unsaid).toEqual([]);
  });

  /** Words of the trade that we do not mix in; the server's words are held to the same list. */
  it('use one Chinese word per thing', () => {
    for (const [key, text] of chinese) {
      expect(
        refused.filter((word) => text.includes(word)),
        key,
      ).toEqual([]);
    }
  });

  it('shout at nobody', () => {
    for (const [key, text] of [...chinese, ...english]) {
      expect(text, key).not.toMatch(/[!！]/);
    }
  });
});
