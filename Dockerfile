# The site is mounted at /site: docker run --rm -v "$PWD:/site" feedmill/feedmill build
FROM python:3.13-slim AS build
COPY . /source
RUN sh /source/container/build.sh /source /opt/feedmill

FROM python:3.13-slim
# `feedmill diff` and articles in a git work tree need git.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends git \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --uid 1000 --create-home feedmill \
  && git config --system --add safe.directory /site
COPY --from=build /opt/feedmill /opt/feedmill
ENV PATH="/opt/feedmill/bin:$PATH"
USER feedmill
WORKDIR /site
ENTRYPOINT ["feedmill"]
