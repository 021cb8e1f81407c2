/** What the whole page has to say: offline, another build, another tab, silence. At most one line. */
import { useDesk, useDeskState } from '../desk/desk_context';
import { inCall, isBusy } from '../desk/desk_state';
import { useWords } from '../i18n';
import { asTime } from '../live/format';
import { useStore } from '../live/store';
import { Button } from '../parts/button';
import { Icon } from '../parts/icon';
import { IncidentBanner } from '../parts/incident_banner';
import { useEmergencyLines } from '../parts/opening';
import type { EmergencyView, IncidentView } from '../wire/types';

const none: readonly EmergencyView[] = [];
const silence: readonly IncidentView[] = [];

/** In red and in words, on every page. */
export function EmergencyBanner({ emergencies }: { emergencies: readonly EmergencyView[] }) {
  const lines = useEmergencyLines(emergencies);
  if (lines.length === 0) return <span className="no-banner" />;
  return (
    <div className="banner over" role="alert">
      <Icon name="stop" />
      <b>{lines.join(' / ')}</b>
    </div>
  );
}

/** What the page has to say, and below it what callers hear. */
export function DeskBanners() {
  const incidents = useDeskState((state) => state.view?.incidents ?? silence);
  return (
    <div className="banners">
      <DeskBanner />
      <IncidentBanner incidents={incidents} />
    </div>
  );
}

function DeskBanner() {
  const { t, language } = useWords();
  const desk = useDesk();
  const lost = useDeskState((state) => state.connection === 'lost');
  const stale = useDeskState((state) => state.stale);
  const talking = useDeskState(inCall);
  const busy = useDeskState(isBusy);
  const reload = useDeskState((state) => state.reload);
  const heardAt = useDeskState((state) => state.heardAt + state.clock.offset);
  const emergencies = useDeskState((state) => state.view?.emergencies ?? none);
  const live = useDeskState((state) => state.view?.live ?? true);
  const stored = useDeskState((state) => state.view?.stored ?? true);
  const silenced = useStore(desk.audio.report, (report) => report.silenced);
  if (silenced) {
    return (
      <div className="banner" role="alert">
        <Icon name="vol" />
        <span className="grow">{t('banner.silenced')}</span>
        <Button size="sm" onClick={() => void desk.audio.unsilence()}>
          {t('banner.hear')}
        </Button>
      </div>
    );
  }
  if (lost || stale) {
    const since = asTime(new Date(heardAt).toISOString(), language, true);
    return (
      <div className="banner" role="status">
        <Icon name="unplug" />
        {t(talking ? 'banner.offlineCall' : 'banner.offline', { time: since })}
      </div>
    );
  }
  if (emergencies.length > 0) return <EmergencyBanner emergencies={emergencies} />;
  if (reload && !busy) {
    return (
      <div className="banner" role="status">
        <Icon name="info" />
        <span className="grow">{t('banner.reload')}</span>
        <Button size="sm" onClick={() => location.reload()}>
          {t('banner.reloadNow')}
        </Button>
      </div>
    );
  }
  if (!live || !stored) {
    return (
      <div className="banner" role="status">
        <Icon name="info" />
        {t(live ? 'banner.notStored' : 'banner.notLive')}
      </div>
    );
  }
  return <span className="no-banner" />;
}
