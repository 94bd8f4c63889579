# The gateway as a container: only what serving needs, not root, health check, stops cleanly on SIGTERM.
FROM node:24-bookworm-slim AS install
WORKDIR /opt/congthu
COPY package.json package-lock.json ./
# The image brings Node 24 itself; the platform packages that carry it for older machines are left out.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24-bookworm-slim
WORKDIR /opt/congthu
COPY --from=install /opt/congthu/node_modules node_modules
COPY package.json LICENSE ./
COPY bin bin
COPY src src
COPY policies policies
RUN mkdir -p /var/lib/congthu /var/spool/congthu && chown node:node /var/lib/congthu /var/spool/congthu
USER node
VOLUME ["/var/lib/congthu", "/etc/congthu"]
EXPOSE 10025
# Any greeting means that the listener lives.
HEALTHCHECK --interval=30s --timeout=5s CMD ["node", "-e", "require('node:net').connect(10025, '127.0.0.1').on('data', () => process.exit(0)).on('error', () => process.exit(1))"]
# Node is process 1 and handles SIGTERM itself. /etc/congthu/congthu.yaml holds the configuration.
ENTRYPOINT ["node", "bin/congthu.mjs"]
CMD ["serve", "--config", "/etc/congthu/congthu.yaml"]
