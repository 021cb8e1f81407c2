/** Everything that can be said, and how: by the voice, or as somebody has recorded it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../i18n';
import { asClock, asDay } from '../live/format';
import { session } from '../live/session';
import { useStore } from '../live/store';
import { Button } from '../parts/button';
import { GreyLines } from '../parts/card';
import { Icon } from '../parts/icon';
import { ApiProblem, forgetRecording, get, promptAddress, uploadRecording } from '../wire/api';
import type { PromptRow } from '../wire/types';

const most = 300;
/** While audio is being made, the list is looked at again. */
const refreshEvery = 5_000;

const codes = ['no_sound_file', 'too_long', 'too_large', 'silent', 'forbidden'] as const;
type Code = (typeof codes)[number] | 'other';

export default function PromptsPage() {
  const { t } = useWords();
  const [sought, seek] = useState('');
  const [ownOnly, showOwn] = useState(false);
  const prompts = useQuery({
    queryKey: ['prompts'],
    queryFn: ({ signal }) => get<PromptRow[]>('/prompts', signal),
    refetchInterval: refreshEvery,
  });
  useEffect(() => {
    document.title = t('prompts.title');
  }, [t]);
  const fitting = (prompts.data ?? []).filter(
    (one) => fits(one, sought.trim().toLowerCase()) && (!ownOnly || one.own !== null),
  );
  return (
    <main className="page calls prompts">
      <h1 className="sr-only">{t('prompts.title')}</h1>
      <section className="card fill calls-card">
        <header>
          <h2>{t('prompts.title')}</h2>
          <span className="count num">{fitting.length}</span>
          <label className="search-line end">
            <Icon name="search" />
            <input
              className="input"
              type="search"
              aria-label={t('prompts.seek')}
              placeholder={t('prompts.seek')}
              value={sought}
              onChange={(event) => seek(event.target.value)}
            />
          </label>
          <span className="segments">
            <button type="button" aria-pressed={!ownOnly} onClick={() => showOwn(false)}>
              {t('prompts.all')}
            </button>
            <button type="button" aria-pressed={ownOnly} onClick={() => showOwn(true)}>
              {t('prompts.own')}
            </button>
          </span>
        </header>
        <p className="body sm ink-2">{t('prompts.hint')}</p>
        {prompts.isPending && <GreyLines widths={[90, 84, 88]} />}
        {prompts.isError && (
          <p className="body error-line" role="alert">
            <Icon name="stop" size={14} />
            <span className="grow">{t('calls.failed')}</span>
            <Button size="sm" onClick={() => void prompts.refetch()}>
              {t('common.again')}
            </Button>
          </p>
        )}
        {prompts.isSuccess && fitting.length === 0 && (
          <p className="empty">{t(ownOnly ? 'prompts.noneOwn' : 'prompts.none')}</p>
        )}
        {fitting.length > 0 && (
          <div className="scrolls">
            <table className="table">
              <thead>
                <tr>
                  <th>{t('prompts.words')}</th>
                  <th>{t('prompts.saidBy')}</th>
                  <th>{t('prompts.heard')}</th>
                  <th>
                    <span className="sr-only">{t('prompts.deeds')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {fitting.slice(0, most).map((one) => (
                  <Row key={one.key} row={one} />
                ))}
              </tbody>
            </table>
            {fitting.length > most && (
              <p className="body xs ink-3">{t('prompts.more', { count: fitting.length - most })}</p>
            )}
          </div>
        )}
      </section>
    </main>
  );
}

const fits = (row: PromptRow, sought: string) =>
  [row.words, row.flow, row.node, row.queue_name.zh, row.queue_name.en].some((one) =>
    one.toLowerCase().includes(sought),
  );

function Row({ row }: { row: PromptRow }) {
  const { t, say, language } = useWords();
  return (
    <tr>
      <td className="prompt-words" lang={row.language === 'mandarin' ? 'zh' : 'en'}>
        {row.words}
      </td>
      <td className="sm ink-2">
        {row.flow !== '' && (
          <>
            {row.flow} <b>{row.node}</b>
          </>
        )}
        {row.flow === '' && row.queue !== '' && say(row.queue_name)}
        {row.flow === '' && row.queue === '' && t('prompts.house')}
      </td>
      <td className="sm">
        {row.own === null ? (
          <span className="ink-3">{t('prompts.voice')}</span>
        ) : (
          <span className="stack close">
            <span className="tag tone-talk">
              <Icon name="mic" size={14} />
              {t('prompts.recorded')} <span className="num">{asClock(row.own.seconds)}</span>
            </span>
            <span className="xs ink-3 cut">
              {say(row.own.by_name)} <span className="num">{asDay(row.own.at, language)}</span>{' '}
              {row.own.name}
            </span>
          </span>
        )}
      </td>
      <td>
        <Deeds row={row} />
      </td>
    </tr>
  );
}

function Deeds({ row }: { row: PromptRow }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const isAdmin = useStore(session, (who) => who?.role === 'admin');
  const chooser = useRef<HTMLInputElement>(null);
  const [refusal, refuse] = useState<Code | null>(null);
  const change = useMutation({
    mutationFn: (file: File | null) =>
      file === null ? forgetRecording(row.key) : uploadRecording(row.key, file),
    onMutate: () => refuse(null),
    onError: (problem) => refuse(codeOf(problem)),
    onSettled: () => queries.invalidateQueries({ queryKey: ['prompts'] }),
  });
  return (
    <div className="stack close">
      <div className="row prompt-deeds">
        <Listen row={row} />
        {isAdmin && (
          <>
            <input
              ref={chooser}
              type="file"
              accept="audio/*"
              hidden
              aria-label={t('prompts.upload')}
              onChange={(event) => {
                const [file] = event.target.files ?? [];
                if (file !== undefined) change.mutate(file);
                event.target.value = '';
              }}
            />
            <Button
              size="sm"
              icon="mic"
              disabled={change.isPending}
              onClick={() => chooser.current?.click()}
            >
              {t(change.isPending ? 'prompts.uploading' : 'prompts.upload')}
            </Button>
            {row.own !== null && (
              <Button
                size="sm"
                kind="quiet"
                icon="x"
                disabled={change.isPending}
                onClick={() => change.mutate(null)}
              >
                {t('prompts.restore')}
              </Button>
            )}
          </>
        )}
      </div>
      {refusal !== null && (
        <p className="error-line xs" role="alert">
          <Icon name="stop" size={14} />
          {t(`prompts.refused.${refusal}`)}
        </p>
      )}
    </div>
  );
}

const codeOf = (problem: unknown): Code =>
  codes.find((one) => problem instanceof ApiProblem && problem.code === one) ?? 'other';

/** One at a time is heard. */
let heard: HTMLAudioElement | null = null;

function Listen({ row }: { row: PromptRow }) {
  const { t } = useWords();
  const [playing, play] = useState(false);
  const own = useRef<HTMLAudioElement | null>(null);
  useEffect(() => () => own.current?.pause(), []);
  const press = () => {
    if (playing) {
      own.current?.pause();
      return;
    }
    heard?.pause();
    const audio = new Audio(promptAddress(row));
    audio.onpause = audio.onended = audio.onerror = () => play(false);
    heard = own.current = audio;
    play(true);
    audio.play().catch(() => play(false));
  };
  return (
    <Button size="sm" icon={playing ? 'pause' : 'play'} disabled={!row.ready} onClick={press}>
      {t(row.ready ? 'prompts.listen' : 'prompts.making')}
    </Button>
  );
}
