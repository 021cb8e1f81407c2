/** Who changed what, when and why; an earlier state is tried, looked at, and brought back. */
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useWords } from '../i18n';
import { asDay, asTime } from '../live/format';
import { Button } from '../parts/button';
import { Card, GreyLines } from '../parts/card';
import { ApiProblem } from '../wire/api';
import type { SettingsFault, SettingsSection, SettingsVersion } from '../wire/types';
import { Differences } from './draft_card';
import { bringBack, readHistory } from './settings_api';

interface HistoryWishes {
  section: SettingsSection;
  item: string;
}

export function History({ section, item }: HistoryWishes) {
  const { t } = useWords();
  const under = item === '' ? section.section : `${section.section}.${item}`;
  const told = useInfiniteQuery({
    queryKey: ['settings', 'history', under],
    queryFn: ({ pageParam, signal }) => readHistory(under, pageParam, signal),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next,
  });
  const versions = told.data?.pages.flatMap((page) => page.versions) ?? [];
  return (
    <Card title={t('admin.history')} className="admin-history">
      {told.isPending && <GreyLines widths={[70, 60]} />}
      {told.isSuccess && versions.length === 0 && <p className="empty">{t('admin.noHistory')}</p>}
      <ol>
        {versions.map((one, at) => (
          <Row key={one.version} version={one} section={section} item={item} isNewest={at === 0} />
        ))}
      </ol>
      {told.hasNextPage && (
        <p className="more">
          <Button size="sm" onClick={() => void told.fetchNextPage()}>
            {t('admin.earlier')}
          </Button>
        </p>
      )}
    </Card>
  );
}

interface RowWishes extends HistoryWishes {
  version: SettingsVersion;
  isNewest: boolean;
}

function Row({ version, section, item, isNewest }: RowWishes) {
  const { t, say, language } = useWords();
  const root = item === '' ? section.section : `${section.section}.${item}`;
  const touched = version.changes.filter(
    (one) => one.path === root || one.path.startsWith(`${root}.`),
  );
  const by =
    version.by_name !== null
      ? say(version.by_name)
      : version.by === 'database'
        ? t('admin.byDatabase')
        : version.by === 'command line'
          ? t('admin.byCommand')
          : version.by;
  return (
    <li>
      <div className="row between">
        <b className="num">
          {t('admin.version', { number: version.version })}
          {isNewest && <span className="ink-3"> · {t('admin.inEffect')}</span>}
        </b>
        <span className="xs ink-3 num">
          {asDay(version.at, language)} {asTime(version.at, language)}
        </span>
      </div>
      <div className="sm ink-2">
        {by}
        {version.restored !== null && <> · {t('admin.restored', { number: version.restored })}</>}
        {version.remark !== '' && <> · “{version.remark}”</>}
      </div>
      {version.changes.length === 0 ? (
        <span className="sm ink-3">{t('admin.asFound')}</span>
      ) : (
        <Differences changes={touched} root={root} section={section} />
      )}
      {!isNewest && <BringBack version={version.version} section={section} item={item} />}
    </li>
  );
}

/** Tried first: what it would change is shown, and then it is a second press. */
function BringBack({ version, section, item }: HistoryWishes & { version: number }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const [asked, ask] = useState(false);
  const root = item === '' ? section.section : `${section.section}.${item}`;
  const trial = useMutation({
    mutationFn: () => bringBack(version, section.section, item, true),
  });
  const deed = useMutation({
    mutationFn: () => bringBack(version, section.section, item, false),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['settings'] }),
  });
  const faults = trial.data?.faults ?? faultsOf(deed.error);
  if (!asked) {
    return (
      <Button
        size="sm"
        icon="history"
        onClick={() => {
          ask(true);
          trial.mutate();
        }}
      >
        {t('admin.bringBack', { number: version })}
      </Button>
    );
  }
  return (
    <div className="stack admin-back" role="group">
      <span className="xs strong">{t('admin.wouldChange')}</span>
      {trial.isError && <span className="error-line">{trial.error.message}</span>}
      {trial.data !== undefined && (
        <Differences changes={trial.data.changes} root={root} section={section} />
      )}
      {faults.map((one) => (
        <span key={one.path + one.code} className="error-line">
          {one.path}: {one.what}
        </span>
      ))}
      <span className="row">
        <Button
          size="sm"
          kind="primary"
          disabled={!trial.isSuccess || faults.length > 0 || deed.isPending}
          onClick={() => deed.mutate()}
        >
          {t('admin.bringBackNow')}
        </Button>
        <Button size="sm" onClick={() => ask(false)}>
          {t('admin.leave')}
        </Button>
      </span>
    </div>
  );
}

function faultsOf(problem: Error | null): SettingsFault[] {
  return problem instanceof ApiProblem ? (problem.errors as SettingsFault[]) : [];
}
