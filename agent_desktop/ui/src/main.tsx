/** The beginning: words, theme, and the one tree. */
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { startWords } from './i18n';
import { preferences } from './live/preferences';
import { useStore } from './live/store';
import './styles/kit.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';
import './desk/desk.css';
import './floor/floor.css';
import './pages/pages.css';
import { useSystemTheme } from './live/use_system_theme';
import { resolver, theme } from './theme';

const queries = new QueryClient({
  defaultOptions: { queries: { retry: 2, staleTime: 5_000, refetchOnWindowFocus: false } },
});

function Page() {
  const wished = useStore(preferences, (value) => value.theme);
  const system = useSystemTheme();
  const drawn = wished === 'auto' ? system : wished;
  document.documentElement.dataset.theme = drawn;
  return (
    <MantineProvider theme={theme} cssVariablesResolver={resolver} forceColorScheme={drawn}>
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </MantineProvider>
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root element.');
await startWords();
createRoot(root).render(<Page />);
