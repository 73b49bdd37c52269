// The measure: a bare Worker that passes one request on to Graph with a fixed token, as little as a proxy can do.
export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    return fetch(env.GRAPH_ORIGIN + url.pathname + url.search, { headers: { authorization: `Bearer ${env.TOKEN}` } });
  },
};
