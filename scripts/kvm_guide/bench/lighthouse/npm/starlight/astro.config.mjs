import starlight from "@astrojs/starlight"
import { defineConfig } from "astro/config"

export default defineConfig({
  site: process.env.KVM_GUIDE_BENCH_SITE,
  integrations: [
    starlight({
      title: "KVM en Debian 12",
      defaultLocale: "root",
      locales: { root: { label: "Español", lang: "es" } },
    }),
  ],
})
