import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

/** Gzip, since every browser takes it; Brotli is smaller by a tenth. */
const size = (chunk: Rolldown.OutputChunk) => gzipSync(chunk.code).length;

/**
 * Fails the build when what the browser loads on a first visit, the entry and all that it imports at once, has more
 * compressed bytes of JavaScript than `limit`. What is loaded later, by `import()`, does not count.
 */
export function small(limit: number): Plugin {
  return {
    name: "small",
    apply: "build",
    generateBundle(_, bundle) {
      const first = new Set<Rolldown.OutputChunk>();
      const take = (file: string) => {
        const chunk = bundle[file];
        if (chunk?.type !== "chunk" || first.has(chunk)) return;
        first.add(chunk);
        chunk.imports.forEach(take);
      };
      for (const [file, chunk] of Object.entries(bundle)) {
        if (chunk.type === "chunk" && chunk.isEntry) take(file);
      }
      const bytes = [...first].reduce((sum, chunk) => sum + size(chunk), 0);
      const told = `${(bytes / 1000).toFixed(1)} kB of compressed JavaScript on a first visit`;
      if (bytes > limit) this.error(`${told}: at most ${limit / 1000} are allowed (vite.config.ts)`);
      this.info(told);
    },
  };
}
