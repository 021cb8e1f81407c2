import { describe, expect, it } from 'vitest';
import en from './en.json';
import zh from './zh-CN.json';

type Tree = { [key: string]: string | Tree };

function texts(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : texts(value, `${path}${key}.`),
  );
}

const chinese = texts(zh);
const english = texts(en);

/** Words of the trade we do not mix in: one Chinese word per thing. */
const refused = [
  '座席',
  '话务员',
  '员工号',
  '小组',
  '班长',
  '质量监控',
  '站点',
  '登陆',
  '就绪',
  '置闲',
  '未就绪',
  '置忙',
  '震铃',
  '整理态',
  '事后处理',
  'ACW',
  '久叫不应',
  '排队组',
  '等待数',
  '挂起',
  'DTMF',
  '询问',
  '盲转',
  '会议电话',
  '内线',
  '密语',
  '插入',
  '拦截',
  '举手',
  '弹窗',
  '业务类型',
  '结束码',
  '话务小结',
  'SOP',
  '事件单',
  '客诉',
  '信箱',
  '回呼',
  '自动台',
  '进线',
  '接通数',
  '呼损',
  'SLA',
  '接起率',
  '利用率',
  '首解率',
  '看板',
  '重放',
  '红线',
  '外拨',
];

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
