import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Where the service listens while `npm run dev` serves the page. */
const service = process.env.CALLCENTER_WEB ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: '../static',
    emptyOutDir: true,
    target: 'es2023',
    // The pages run under `default-src 'self'`, which refuses data: addresses.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 500,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            { name: 'kit', test: /node_modules\/@(mantine|floating-ui)\// },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': { target: service, ws: true } } },
  test: { environment: 'happy-dom', isolate: false, include: ['src/**/*.test.ts'] },
});
