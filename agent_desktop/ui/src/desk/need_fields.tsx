/** What the caller wanted: one need, and further ones when the call had several. */
import { Select } from '@mantine/core';
import { useWords } from '../i18n';
import { useStore } from '../live/store';
import { Button } from '../parts/button';
import { useDesk, useView } from './desk_context';

const most = 4;

export function NeedFields({ big = false }: { big?: boolean }) {
  const { t, say } = useWords();
  const desk = useDesk();
  const draft = useStore(desk.notes.draft, (value) => value);
  const suggested = useView(
    ({ wrap_up, call, offer }) =>
      wrap_up?.suggested_need || call?.suggested_need || offer?.suggested_need || '',
  );
  const needs = useView((view) => view.choices.needs);
  const groups = needs.map((one) => ({
    group: say(one.words),
    items:
      one.kinds.length === 0
        ? [{ value: one.code, label: say(one.words) }]
        : one.kinds.map((kind) => ({
            value: `${one.code}.${kind.code}`,
            label: `${say(one.words)} · ${say(kind.words)}`,
          })),
  }));
  const known = new Set(groups.flatMap((group) => group.items.map((item) => item.value)));
  const bare = needs
    .filter((one) => !known.has(one.code))
    .map((one) => ({ value: one.code, label: say(one.words) }));
  const data = [...groups, { group: t('notes.needOnly'), items: bare }];
  const field = (value: string, label: string, change: (value: string) => void) => (
    <Select
      key={label}
      aria-label={label}
      size={big ? 'md' : 'sm'}
      className="grow"
      data={data}
      value={value === '' ? null : value}
      placeholder={label}
      searchable
      clearable
      nothingFoundMessage={t('notes.noNeed')}
      maxDropdownHeight={280}
      onChange={(chosen) => change(chosen ?? '')}
    />
  );
  return (
    <div className="need-fields">
      <div className="row">
        {field(draft.need || suggested, t('notes.need'), (need) => desk.notes.write({ need }))}
        <Button
          size={big ? 'lg' : 'md'}
          icon="plus"
          disabled={draft.needs.length >= most}
          onClick={() => desk.notes.write({ needs: [...draft.needs, ''] })}
        >
          {t('notes.secondNeed')}
        </Button>
      </div>
      {draft.needs.map((one, at) =>
        field(one, t('notes.furtherNeed', { number: at + 2 }), (chosen) =>
          desk.notes.write({
            needs: chosen === '' ? draft.needs.toSpliced(at, 1) : draft.needs.with(at, chosen),
          }),
        ),
      )}
    </div>
  );
}
