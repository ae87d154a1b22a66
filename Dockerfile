# Ballast in a container: the image's Node 24 runs the sources; no build step, no development dependencies, no root.
FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production BALLAST_HOME=/data
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY bin ./bin
COPY src ./src
COPY api ./api
COPY examples ./examples
COPY models ./models
RUN mkdir /data && chown node:node /data && ln -s /app/bin/ballast /usr/local/bin/ballast
USER node
VOLUME /data
EXPOSE 8420
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8420/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["ballast"]
# Outside a container the default is 127.0.0.1; publish the port with care.
CMD ["serve", "--host", "0.0.0.0"]
