/** Makes an offer heard and seen everywhere: ring, title, notification of the system. */
import { useEffect } from 'react';
import { useWords } from '../i18n';
import { preferences } from '../live/preferences';
import { Scope } from '../live/scope';
import { ring } from '../phone/sounds';
import { useView } from './desk_context';

/** The title of the tab, and the ring with its notification while an offer stands. */
export function useAnnouncements(): void {
  const { t, say } = useWords();
  const offer = useView((view) => view.offer);
  const card = useView((view) => view.customer?.card ?? null);
  const who = card?.name ?? offer?.number ?? '';
  const queue = offer === null ? '' : say(offer.queue_name);
  const id = offer?.offer ?? null;
  const here = offer?.rings_at === 'browser';

  useEffect(() => {
    document.title =
      id === null ? t('app.desk') : `${t('offer.title')} · ${who} · ${t('app.desk')}`;
  }, [id, who, t]);

  useEffect(() => {
    if (id === null || !here) return;
    const scope = new Scope();
    const { ringer, ringVolume } = preferences.value;
    ring(scope, ringer, ringVolume);
    return () => scope.end();
  }, [id, here]);

  useEffect(() => {
    if (id === null || !('Notification' in window) || Notification.permission !== 'granted') return;
    const notification = new Notification(`${t('offer.title')} · ${queue}`, {
      body: who,
      tag: id,
      silent: true,
    });
    notification.onclick = () => window.focus();
    return () => notification.close();
  }, [id, queue, who, t]);
}
