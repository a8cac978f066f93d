var __freeze = Object.freeze;
var __defProp = Object.defineProperty;
var __name = (target, value) => __defProp(target, "name", { value, configurable: true });
var __template = (cooked, raw2) => __freeze(__defProp(cooked, "raw", { value: __freeze(raw2 || cooked.slice()) }));

// worker/hosts/cloudflare/entry.ts
import { waitUntil } from "cloudflare:workers";

// node_modules/hono/dist/http-exception.js
var HTTPException = class extends Error {
  static {
    __name(this, "HTTPException");
  }
  res;
  status;
  /**
  * Creates an instance of `HTTPException`.
  * @param status - HTTP status code for the exception. Defaults to 500.
  * @param options - Additional options for the exception.
  */
  constructor(status = 500, options) {
    super(options?.message, { cause: options?.cause });
    this.res = options?.res;
    this.status = status;
  }
  /**
  * Returns the response object associated with the exception.
  * If a response object is not provided, a new response is created with the error message and status code.
  * @returns The response object.
  */
  getResponse() {
    if (this.res) return new Response(this.res.body, {
      status: this.status,
      headers: this.res.headers
    });
    return new Response(this.message, { status: this.status });
  }
};

// node_modules/hono/dist/request/constants.js
var GET_MATCH_RESULT = /* @__PURE__ */ Symbol();

// node_modules/hono/dist/utils/buffer.js
var bufferToFormData = /* @__PURE__ */ __name((arrayBuffer, contentType2) => {
  return new Response(arrayBuffer, { headers: { "Content-Type": contentType2.replace(/^[^;]+/, (mediaType) => mediaType.toLowerCase()) } }).formData();
}, "bufferToFormData");

// node_modules/hono/dist/utils/body.js
var MAX_NESTED_OBJECTS = 1e4;
var isRawRequest = /* @__PURE__ */ __name((request) => "headers" in request, "isRawRequest");
var parseBody = /* @__PURE__ */ __name(async (request, options = /* @__PURE__ */ Object.create(null)) => {
  const { all = false, dot = false } = options;
  const mediaType = (isRawRequest(request) ? request.headers : request.raw.headers).get("Content-Type")?.split(";")[0].trim().toLowerCase();
  if (mediaType === "multipart/form-data" || mediaType === "application/x-www-form-urlencoded") return parseFormData(request, {
    all,
    dot
  });
  return {};
}, "parseBody");
async function parseFormData(request, options) {
  if (!isRawRequest(request) && request.bodyCache.formData) return convertFormDataToBodyData(await request.bodyCache.formData, options);
  const headers = isRawRequest(request) ? request.headers : request.raw.headers;
  const arrayBuffer = await request.arrayBuffer();
  const formDataPromise = bufferToFormData(arrayBuffer, headers.get("Content-Type") || "");
  if (!isRawRequest(request)) request.bodyCache.formData = formDataPromise;
  const formData = await formDataPromise;
  if (formData) return convertFormDataToBodyData(formData, options);
  return {};
}
__name(parseFormData, "parseFormData");
function convertFormDataToBodyData(formData, options) {
  const form = /* @__PURE__ */ Object.create(null);
  const nestingState = { count: 0 };
  formData.forEach((value, key) => {
    if (!(options.all || key.endsWith("[]"))) form[key] = value;
    else handleParsingAllValues(form, key, value);
  });
  if (options.dot) Object.entries(form).forEach(([key, value]) => {
    if (key.includes(".")) {
      handleParsingNestedValues(form, key, value, nestingState);
      delete form[key];
    }
  });
  return form;
}
__name(convertFormDataToBodyData, "convertFormDataToBodyData");
var handleParsingAllValues = /* @__PURE__ */ __name((form, key, value) => {
  if (form[key] !== void 0) {
    if (Array.isArray(form[key])) form[key].push(value);
    else form[key] = [form[key], value];
  } else if (!key.endsWith("[]")) form[key] = value;
  else form[key] = [value];
}, "handleParsingAllValues");
var handleParsingNestedValues = /* @__PURE__ */ __name((form, key, value, state) => {
  if (/(?:^|\.)__proto__\./.test(key)) return;
  let nestedForm = form;
  const keys = key.split(".", 34);
  if (keys.length > 33) throwNestingLimitExceeded();
  keys.forEach((key2, index) => {
    if (index === keys.length - 1) nestedForm[key2] = value;
    else {
      if (!nestedForm[key2] || typeof nestedForm[key2] !== "object" || Array.isArray(nestedForm[key2]) || nestedForm[key2] instanceof File) {
        if (state.count++ >= MAX_NESTED_OBJECTS) throwNestingLimitExceeded();
        nestedForm[key2] = /* @__PURE__ */ Object.create(null);
      }
      nestedForm = nestedForm[key2];
    }
  });
}, "handleParsingNestedValues");
var throwNestingLimitExceeded = /* @__PURE__ */ __name(() => {
  throw new Error("Nesting limit exceeded");
}, "throwNestingLimitExceeded");

// node_modules/hono/dist/utils/url.js
var splitPath = /* @__PURE__ */ __name((path) => {
  const paths = path.split("/");
  if (paths[0] === "") paths.shift();
  return paths;
}, "splitPath");
var splitRoutingPath = /* @__PURE__ */ __name((routePath3) => {
  const { groups, path } = extractGroupsFromPath(routePath3);
  const paths = splitPath(path);
  return replaceGroupMarks(paths, groups);
}, "splitRoutingPath");
var extractGroupsFromPath = /* @__PURE__ */ __name((path) => {
  const groups = [];
  path = path.replace(/\{[^}]+\}/g, (match2, index) => {
    const mark = `@${index}`;
    groups.push([mark, match2]);
    return mark;
  });
  return {
    groups,
    path
  };
}, "extractGroupsFromPath");
var replaceGroupMarks = /* @__PURE__ */ __name((paths, groups) => {
  for (let i = groups.length - 1; i >= 0; i--) {
    const [mark] = groups[i];
    for (let j = paths.length - 1; j >= 0; j--) if (paths[j].includes(mark)) {
      paths[j] = paths[j].replace(mark, groups[i][1]);
      break;
    }
  }
  return paths;
}, "replaceGroupMarks");
var patternCache = {};
var getPattern = /* @__PURE__ */ __name((label, next) => {
  if (label === "*") return "*";
  const match2 = label.match(/^\:([^\{\}]+)(?:\{(.+)\})?$/);
  if (match2) {
    const cacheKey = `${label}#${next}`;
    if (!patternCache[cacheKey]) {
      if (match2[2]) patternCache[cacheKey] = next && next[0] !== ":" && next[0] !== "*" ? [
        cacheKey,
        match2[1],
        new RegExp(`^${match2[2]}(?=/${next})`)
      ] : [
        label,
        match2[1],
        new RegExp(`^${match2[2]}$`)
      ];
      else patternCache[cacheKey] = [
        label,
        match2[1],
        true
      ];
    }
    return patternCache[cacheKey];
  }
  return null;
}, "getPattern");
var tryDecode = /* @__PURE__ */ __name((str, decoder3) => {
  try {
    return decoder3(str);
  } catch {
    return str.replace(/(?:%[0-9A-Fa-f]{2})+/g, (match2) => {
      try {
        return decoder3(match2);
      } catch {
        return match2;
      }
    });
  }
}, "tryDecode");
var decodeURIWithPreservedPercent = /* @__PURE__ */ __name((value) => decodeURI(value.includes("%25") ? value.replace(/%25/g, "%2525") : value), "decodeURIWithPreservedPercent");
var getPath = /* @__PURE__ */ __name((request) => {
  const url = request.url;
  const start = url.indexOf("/", url.indexOf(":") + 4);
  let i = start;
  for (; i < url.length; i++) {
    const charCode = url.charCodeAt(i);
    if (charCode === 37) {
      const queryIndex = url.indexOf("?", i);
      const hashIndex = url.indexOf("#", i);
      const end = queryIndex === -1 ? hashIndex === -1 ? void 0 : hashIndex : hashIndex === -1 ? queryIndex : Math.min(queryIndex, hashIndex);
      const path = url.slice(start, end);
      const decoded = tryDecode(path, decodeURIWithPreservedPercent);
      if (/%(?![0-9A-Fa-f]{2})/.test(path)) {
        const rewritten = new URL("http://localhost");
        rewritten.pathname = decoded.replace(/[\\\t\n\r]/g, encodeURIComponent);
        if (tryDecode(rewritten.pathname, decodeURIWithPreservedPercent) !== decoded) return tryDecode(path.replace(/%(?![0-9A-Fa-f]{2})/g, "%25"), decodeURIWithPreservedPercent);
      }
      return decoded;
    } else if (charCode === 63 || charCode === 35) break;
  }
  return url.slice(start, i);
}, "getPath");
var getPathNoStrict = /* @__PURE__ */ __name((request) => {
  const result = getPath(request);
  return result.length > 1 && result.at(-1) === "/" ? result.slice(0, -1) : result;
}, "getPathNoStrict");
var mergePath = /* @__PURE__ */ __name((base, sub, ...rest) => {
  if (rest.length) sub = mergePath(sub, ...rest);
  return `${base?.[0] === "/" ? "" : "/"}${base}${sub === "/" ? "" : `${base?.at(-1) === "/" ? "" : "/"}${sub?.[0] === "/" ? sub.slice(1) : sub}`}`;
}, "mergePath");
var checkOptionalParameter = /* @__PURE__ */ __name((path) => {
  if (path.charCodeAt(path.length - 1) !== 63 || !path.includes(":")) return null;
  const segments = path.split("/");
  const results = [];
  let basePath = "";
  segments.forEach((segment) => {
    if (segment !== "" && !/\:/.test(segment)) basePath += "/" + segment;
    else if (/\:/.test(segment)) {
      if (segment.charCodeAt(segment.length - 1) === 63) {
        if (results.length === 0 && basePath === "") results.push("/");
        else results.push(basePath);
        const optionalSegment = segment.slice(0, -1);
        basePath += "/" + optionalSegment;
        results.push(basePath);
      } else basePath += "/" + segment;
    }
  });
  return results.filter((v, i, a) => a.indexOf(v) === i);
}, "checkOptionalParameter");
var tryDecodeURIComponent = /* @__PURE__ */ __name((str) => str.indexOf("%") !== -1 ? tryDecode(str, decodeURIComponent_) : str, "tryDecodeURIComponent");
var _decodeURI = /* @__PURE__ */ __name((value) => {
  if (value.indexOf("+") !== -1) value = value.replace(/\+/g, " ");
  return tryDecodeURIComponent(value);
}, "_decodeURI");
var _getQueryParam = /* @__PURE__ */ __name((url, key, multiple) => {
  const hashIndex = url.indexOf("#", 8);
  if (hashIndex !== -1) url = url.slice(0, hashIndex);
  let encoded;
  if (!multiple && key && !/[%+&=]/.test(key)) {
    const queryIndex = url.indexOf("?", 8);
    let keyIndex2 = queryIndex;
    if (keyIndex2 === -1) return;
    if (!url.startsWith(key, keyIndex2 + 1)) keyIndex2 = url.indexOf(`&${key}`, keyIndex2 + 1);
    while (keyIndex2 !== -1) {
      const trailingKeyCode = url.charCodeAt(keyIndex2 + key.length + 1);
      if (trailingKeyCode === 61 || trailingKeyCode === 38 || isNaN(trailingKeyCode)) {
        if (keyIndex2 > queryIndex && /(?:^|&)[^=&]*[%+]/.test(url.slice(queryIndex + 1, keyIndex2))) break;
        if (trailingKeyCode === 61) {
          const valueIndex = keyIndex2 + key.length + 2;
          const endIndex = url.indexOf("&", valueIndex);
          return _decodeURI(url.slice(valueIndex, endIndex === -1 ? void 0 : endIndex));
        }
        return "";
      }
      keyIndex2 = url.indexOf(`&${key}`, keyIndex2 + 1);
    }
    encoded = /[%+]/.test(url);
    if (!encoded) return;
  }
  const results = /* @__PURE__ */ Object.create(null);
  encoded ??= /[%+]/.test(url);
  let keyIndex = url.indexOf("?", 8);
  while (keyIndex !== -1) {
    const nextKeyIndex = url.indexOf("&", keyIndex + 1);
    let valueIndex = url.indexOf("=", keyIndex);
    if (valueIndex > nextKeyIndex && nextKeyIndex !== -1) valueIndex = -1;
    let name = url.slice(keyIndex + 1, valueIndex === -1 ? nextKeyIndex === -1 ? void 0 : nextKeyIndex : valueIndex);
    if (encoded) name = _decodeURI(name);
    keyIndex = nextKeyIndex;
    if (name === "") continue;
    let value;
    if (valueIndex === -1) value = "";
    else {
      value = url.slice(valueIndex + 1, nextKeyIndex === -1 ? void 0 : nextKeyIndex);
      if (encoded) value = _decodeURI(value);
    }
    if (multiple) {
      if (!(results[name] && Array.isArray(results[name]))) results[name] = [];
      results[name].push(value);
    } else results[name] ??= value;
  }
  return key ? results[key] : results;
}, "_getQueryParam");
var getQueryParam = _getQueryParam;
var getQueryParams = /* @__PURE__ */ __name((url, key) => {
  return _getQueryParam(url, key, true);
}, "getQueryParams");
var decodeURIComponent_ = decodeURIComponent;

// node_modules/hono/dist/request.js
var HonoRequest = class {
  static {
    __name(this, "HonoRequest");
  }
  /**
  * `.raw` can get the raw Request object.
  *
  * @see {@link https://hono.dev/docs/api/request#raw}
  *
  * @example
  * ```ts
  * // For Cloudflare Workers
  * app.post('/', async (c) => {
  *   const metadata = c.req.raw.cf?.hostMetadata?
  *   ...
  * })
  * ```
  */
  raw;
  #validatedData;
  #matchResult;
  routeIndex = 0;
  /**
  * `.path` can get the pathname of the request.
  *
  * @see {@link https://hono.dev/docs/api/request#path}
  *
  * @example
  * ```ts
  * app.get('/about/me', (c) => {
  *   const pathname = c.req.path // `/about/me`
  * })
  * ```
  */
  path;
  bodyCache = {};
  constructor(request, path = "/", matchResult = [[]]) {
    this.raw = request;
    this.path = path;
    this.#matchResult = matchResult;
  }
  param(key) {
    return key ? this.#getDecodedParam(key) : this.#getAllDecodedParams();
  }
  #getDecodedParam(key) {
    const paramKey = this.#matchResult[0][this.routeIndex]?.[1][key];
    const param = this.#getParamValue(paramKey);
    return param && tryDecodeURIComponent(param);
  }
  #getAllDecodedParams() {
    const decoded = {};
    const keys = Object.keys(this.#matchResult[0][this.routeIndex]?.[1] ?? {});
    for (const key of keys) {
      const value = this.#getParamValue(this.#matchResult[0][this.routeIndex][1][key]);
      if (value !== void 0) decoded[key] = tryDecodeURIComponent(value);
    }
    return decoded;
  }
  #getParamValue(paramKey) {
    return this.#matchResult[1] ? this.#matchResult[1][paramKey] : paramKey;
  }
  query(key) {
    return getQueryParam(this.url, key);
  }
  queries(key) {
    return getQueryParams(this.url, key);
  }
  header(name) {
    if (name) return this.raw.headers.get(name) ?? void 0;
    const headerData = /* @__PURE__ */ Object.create(null);
    this.raw.headers.forEach((value, key) => {
      headerData[key] = value;
    });
    return headerData;
  }
  async parseBody(options) {
    return parseBody(this, options);
  }
  #cachedBody = /* @__PURE__ */ __name((key) => {
    const { bodyCache, raw: raw2 } = this;
    const cachedBody = bodyCache[key];
    if (cachedBody) return cachedBody;
    for (const anyCachedKey in bodyCache) return bodyCache[anyCachedKey].then((body) => {
      if (anyCachedKey === "json") body = JSON.stringify(body);
      const contentType2 = anyCachedKey === "formData" ? void 0 : raw2.headers.get("content-type");
      return new Response(body, { headers: contentType2 ? { "Content-Type": contentType2 } : void 0 })[key]();
    });
    return bodyCache[key] = raw2[key]();
  }, "#cachedBody");
  /**
  * `.json()` can parse Request body of type `application/json`
  *
  * @see {@link https://hono.dev/docs/api/request#json}
  *
  * @example
  * ```ts
  * app.post('/entry', async (c) => {
  *   const body = await c.req.json()
  * })
  * ```
  */
  json() {
    return this.#cachedBody("text").then((text2) => JSON.parse(text2));
  }
  /**
  * `.text()` can parse Request body of type `text/plain`
  *
  * @see {@link https://hono.dev/docs/api/request#text}
  *
  * @example
  * ```ts
  * app.post('/entry', async (c) => {
  *   const body = await c.req.text()
  * })
  * ```
  */
  text() {
    return this.#cachedBody("text");
  }
  /**
  * `.arrayBuffer()` parse Request body as an `ArrayBuffer`
  *
  * @see {@link https://hono.dev/docs/api/request#arraybuffer}
  *
  * @example
  * ```ts
  * app.post('/entry', async (c) => {
  *   const body = await c.req.arrayBuffer()
  * })
  * ```
  */
  arrayBuffer() {
    return this.#cachedBody("arrayBuffer");
  }
  /**
  * `.bytes()` parses the request body as a `Uint8Array`.
  *
  * @see {@link https://hono.dev/docs/api/request#bytes}
  *
  * @example
  * ```ts
  * app.post('/entry', async (c) => {
  *   const body = await c.req.bytes()
  * })
  * ```
  */
  bytes() {
    return this.#cachedBody("arrayBuffer").then((buffer) => new Uint8Array(buffer));
  }
  /**
  * Parses the request body as a `Blob`.
  * @example
  * ```ts
  * app.post('/entry', async (c) => {
  *   const body = await c.req.blob();
  * });
  * ```
  * @see https://hono.dev/docs/api/request#blob
  */
  blob() {
    return this.#cachedBody("blob");
  }
  /**
  * Parses the request body as `FormData`.
  * @example
  * ```ts
  * app.post('/entry', async (c) => {
  *   const body = await c.req.formData();
  * });
  * ```
  * @see https://hono.dev/docs/api/request#formdata
  */
  formData() {
    return this.#cachedBody("formData");
  }
  /**
  * Adds validated data to the request.
  *
  * @param target - The target of the validation.
  * @param data - The validated data to add.
  */
  addValidatedData(target, data) {
    (this.#validatedData ??= {})[target] = data;
  }
  valid(target) {
    return this.#validatedData?.[target];
  }
  /**
  * `.url` can get the request url strings.
  *
  * @see {@link https://hono.dev/docs/api/request#url}
  *
  * @example
  * ```ts
  * app.get('/about/me', (c) => {
  *   const url = c.req.url // `http://localhost:8787/about/me`
  *   ...
  * })
  * ```
  */
  get url() {
    return this.raw.url;
  }
  /**
  * `.method` can get the method name of the request.
  *
  * @see {@link https://hono.dev/docs/api/request#method}
  *
  * @example
  * ```ts
  * app.get('/about/me', (c) => {
  *   const method = c.req.method // `GET`
  * })
  * ```
  */
  get method() {
    return this.raw.method;
  }
  get [GET_MATCH_RESULT]() {
    return this.#matchResult;
  }
  /**
  * `.matchedRoutes` can return a matched route in the handler
  *
  * @deprecated
  *
  * Use matchedRoutes helper defined in "hono/route" instead.
  *
  * @see {@link https://hono.dev/docs/api/request#matchedroutes}
  *
  * @example
  * ```ts
  * app.use('*', async function logger(c, next) {
  *   await next()
  *   c.req.matchedRoutes.forEach(({ handler, method, path }, i) => {
  *     const name = handler.name || (handler.length < 2 ? '[handler]' : '[middleware]')
  *     console.log(
  *       method,
  *       ' ',
  *       path,
  *       ' '.repeat(Math.max(10 - path.length, 0)),
  *       name,
  *       i === c.req.routeIndex ? '<- respond from here' : ''
  *     )
  *   })
  * })
  * ```
  */
  get matchedRoutes() {
    return this.#matchResult[0].map(([[, route]]) => route);
  }
  /**
  * `.routePath` can retrieve the path registered within the handler
  *
  * @deprecated
  *
  * Use routePath helper defined in "hono/route" instead.
  *
  * @see {@link https://hono.dev/docs/api/request#routepath}
  *
  * @example
  * ```ts
  * app.get('/posts/:id', (c) => {
  *   return c.json({ path: c.req.routePath })
  * })
  * ```
  */
  get routePath() {
    return this.#matchResult[0].map(([[, route]]) => route)[this.routeIndex].path;
  }
};

// node_modules/hono/dist/utils/html.js
var HtmlEscapedCallbackPhase = {
  Stringify: 1,
  BeforeStream: 2,
  Stream: 3
};
var raw = /* @__PURE__ */ __name((value, callbacks) => {
  const escapedString = new String(value);
  escapedString.isEscaped = true;
  escapedString.callbacks = callbacks;
  return escapedString;
}, "raw");
var escapeRe = /[&<>'"]/;
var stringBufferToString = /* @__PURE__ */ __name(async (buffer, callbacks) => {
  let str = "";
  callbacks ||= [];
  const resolvedBuffer = await Promise.all(buffer);
  for (let i = resolvedBuffer.length - 1; ; i--) {
    str += resolvedBuffer[i];
    i--;
    if (i < 0) break;
    let r = resolvedBuffer[i];
    if (r == null || typeof r === "boolean") continue;
    if (typeof r === "number") {
      str += r;
      continue;
    }
    if (typeof r === "object") callbacks.push(...r.callbacks || []);
    const isEscaped = r.isEscaped;
    r = await (typeof r === "object" ? r.toString() : r);
    if (typeof r === "object") callbacks.push(...r.callbacks || []);
    if (r.isEscaped ?? isEscaped) str += r;
    else {
      const buf2 = [str];
      escapeToBuffer(r, buf2);
      str = buf2[0];
    }
  }
  return raw(str, callbacks);
}, "stringBufferToString");
var escapeToBuffer = /* @__PURE__ */ __name((str, buffer) => {
  const match2 = str.search(escapeRe);
  if (match2 === -1) {
    buffer[0] += str;
    return;
  }
  let escape;
  let index;
  let lastIndex = 0;
  for (index = match2; index < str.length; index++) {
    switch (str.charCodeAt(index)) {
      case 34:
        escape = "&quot;";
        break;
      case 39:
        escape = "&#39;";
        break;
      case 38:
        escape = "&amp;";
        break;
      case 60:
        escape = "&lt;";
        break;
      case 62:
        escape = "&gt;";
        break;
      default:
        continue;
    }
    buffer[0] += str.substring(lastIndex, index) + escape;
    lastIndex = index + 1;
  }
  buffer[0] += str.substring(lastIndex, index);
}, "escapeToBuffer");
var resolveCallbackSync = /* @__PURE__ */ __name((str) => {
  const callbacks = str.callbacks;
  if (!callbacks?.length) return str;
  const buffer = [str];
  const context = {};
  callbacks.forEach((c) => c({
    phase: HtmlEscapedCallbackPhase.Stringify,
    buffer,
    context
  }));
  return buffer[0];
}, "resolveCallbackSync");
var resolveCallback = /* @__PURE__ */ __name(async (str, phase, preserveCallbacks, context, buffer) => {
  if (typeof str === "object" && !(str instanceof String)) {
    if (!(str instanceof Promise)) str = str.toString();
    if (str instanceof Promise) str = await str;
  }
  const callbacks = str.callbacks;
  if (!callbacks?.length) return Promise.resolve(str);
  if (buffer) buffer[0] += str;
  else buffer = [str];
  const resStr = Promise.all(callbacks.map((c) => c({
    phase,
    buffer,
    context
  }))).then((res) => Promise.all(res.filter(Boolean).map((str2) => resolveCallback(str2, phase, false, context, buffer))).then(() => buffer[0]));
  if (preserveCallbacks) return raw(await resStr, callbacks);
  else return resStr;
}, "resolveCallback");

// node_modules/hono/dist/context.js
var TEXT_PLAIN = "text/plain; charset=UTF-8";
var setDefaultContentType = /* @__PURE__ */ __name((contentType2, headers) => {
  return {
    "Content-Type": contentType2,
    ...headers
  };
}, "setDefaultContentType");
var createResponseInstance = /* @__PURE__ */ __name((body, init) => new Response(body, init), "createResponseInstance");
var Context = class {
  static {
    __name(this, "Context");
  }
  #rawRequest;
  #req;
  /**
  * `.env` can get bindings (environment variables, secrets, KV namespaces, D1 database, R2 bucket etc.) in Cloudflare Workers.
  *
  * @see {@link https://hono.dev/docs/api/context#env}
  *
  * @example
  * ```ts
  * // Environment object for Cloudflare Workers
  * app.get('*', async c => {
  *   const counter = c.env.COUNTER
  * })
  * ```
  */
  env = {};
  #var;
  finalized = false;
  /**
  * `.error` can get the error object from the middleware if the Handler throws an error.
  *
  * @see {@link https://hono.dev/docs/api/context#error}
  *
  * @example
  * ```ts
  * app.use('*', async (c, next) => {
  *   await next()
  *   if (c.error) {
  *     // do something...
  *   }
  * })
  * ```
  */
  error;
  #status;
  #executionCtx;
  #res;
  #layout;
  #renderer;
  #notFoundHandler;
  #preparedHeaders;
  #matchResult;
  #path;
  /**
  * Creates an instance of the Context class.
  *
  * @param req - The Request object.
  * @param options - Optional configuration options for the context.
  */
  constructor(req, options) {
    this.#rawRequest = req;
    if (options) {
      this.#executionCtx = options.executionCtx;
      this.env = options.env;
      this.#notFoundHandler = options.notFoundHandler;
      this.#path = options.path;
      this.#matchResult = options.matchResult;
    }
  }
  /**
  * `.req` is the instance of {@link HonoRequest}.
  */
  get req() {
    this.#req ??= new HonoRequest(this.#rawRequest, this.#path, this.#matchResult);
    return this.#req;
  }
  /**
  * @see {@link https://hono.dev/docs/api/context#event}
  * The FetchEvent associated with the current request.
  *
  * @throws Will throw an error if the context does not have a FetchEvent.
  */
  get event() {
    if (this.#executionCtx && "respondWith" in this.#executionCtx) return this.#executionCtx;
    else throw Error("This context has no FetchEvent");
  }
  /**
  * @see {@link https://hono.dev/docs/api/context#executionctx}
  * The ExecutionContext associated with the current request.
  *
  * @throws Will throw an error if the context does not have an ExecutionContext.
  */
  get executionCtx() {
    if (this.#executionCtx) return this.#executionCtx;
    else throw Error("This context has no ExecutionContext");
  }
  /**
  * @see {@link https://hono.dev/docs/api/context#res}
  * The Response object for the current request.
  */
  get res() {
    return this.#res ||= createResponseInstance(null, { headers: this.#preparedHeaders ??= new Headers() });
  }
  /**
  * Sets the Response object for the current request.
  *
  * @param _res - The Response object to set.
  */
  set res(_res) {
    if (this.#res && _res) {
      _res = createResponseInstance(_res.body, _res);
      for (const [k, v] of this.#res.headers.entries()) {
        if (k === "content-type") continue;
        if (k === "set-cookie") {
          const cookies = this.#res.headers.getSetCookie();
          _res.headers.delete("set-cookie");
          for (const cookie of cookies) _res.headers.append("set-cookie", cookie);
        } else _res.headers.set(k, v);
      }
    }
    this.#res = _res;
    this.finalized = true;
  }
  /**
  * `.render()` can create a response within a layout.
  *
  * @see {@link https://hono.dev/docs/api/context#render-setrenderer}
  *
  * @example
  * ```ts
  * app.get('/', (c) => {
  *   return c.render('Hello!')
  * })
  * ```
  */
  render = /* @__PURE__ */ __name((...args) => {
    this.#renderer ??= (content) => this.html(content);
    return this.#renderer(...args);
  }, "render");
  /**
  * Sets the layout for the response.
  *
  * @param layout - The layout to set.
  * @returns The layout function.
  */
  setLayout = /* @__PURE__ */ __name((layout) => this.#layout = layout, "setLayout");
  /**
  * Gets the current layout for the response.
  *
  * @returns The current layout function.
  */
  getLayout = /* @__PURE__ */ __name(() => this.#layout, "getLayout");
  /**
  * `.setRenderer()` can set the layout in the custom middleware.
  *
  * @see {@link https://hono.dev/docs/api/context#render-setrenderer}
  *
  * @example
  * ```tsx
  * app.use('*', async (c, next) => {
  *   c.setRenderer((content) => {
  *     return c.html(
  *       <html>
  *         <body>
  *           <p>{content}</p>
  *         </body>
  *       </html>
  *     )
  *   })
  *   await next()
  * })
  * ```
  */
  setRenderer = /* @__PURE__ */ __name((renderer) => {
    this.#renderer = renderer;
  }, "setRenderer");
  /**
  * `.header()` can set headers.
  *
  * @see {@link https://hono.dev/docs/api/context#header}
  *
  * @example
  * ```ts
  * app.get('/welcome', (c) => {
  *   // Set headers
  *   c.header('X-Message', 'Hello!')
  *   c.header('Content-Type', 'text/plain')
  *
  *   // Append multiple headers using the append option (e.g. Vary)
  *   c.header('Vary', 'Accept-Encoding', { append: true })
  *   c.header('Vary', 'User-Agent', { append: true })
  *
  *   return c.body('Thank you for coming')
  * })
  * ```
  */
  header = /* @__PURE__ */ __name((name, value, options) => {
    if (this.finalized && !this.#res.bodyUsed) this.#res = createResponseInstance(this.#res.body, this.#res);
    const headers = this.#res ? this.#res.headers : this.#preparedHeaders ??= new Headers();
    if (value === void 0) headers.delete(name);
    else if (options?.append) headers.append(name, value);
    else headers.set(name, value);
  }, "header");
  status = /* @__PURE__ */ __name((status) => {
    this.#status = status;
  }, "status");
  /**
  * `.set()` can set the value specified by the key.
  *
  * @see {@link https://hono.dev/docs/api/context#set-get}
  *
  * @example
  * ```ts
  * app.use('*', async (c, next) => {
  *   c.set('message', 'Hono is hot!!')
  *   await next()
  * })
  * ```
  */
  set = /* @__PURE__ */ __name((key, value) => {
    this.#var ??= /* @__PURE__ */ new Map();
    this.#var.set(key, value);
  }, "set");
  /**
  * `.get()` can use the value specified by the key.
  *
  * @see {@link https://hono.dev/docs/api/context#set-get}
  *
  * @example
  * ```ts
  * app.get('/', (c) => {
  *   const message = c.get('message')
  *   return c.text(`The message is "${message}"`)
  * })
  * ```
  */
  get = /* @__PURE__ */ __name((key) => {
    return this.#var ? this.#var.get(key) : void 0;
  }, "get");
  /**
  * `.var` can access the value of a variable.
  *
  * @see {@link https://hono.dev/docs/api/context#var}
  *
  * @example
  * ```ts
  * const result = c.var.client.oneMethod()
  * ```
  */
  get var() {
    if (!this.#var) return {};
    return Object.fromEntries(this.#var);
  }
  #newResponse(data, arg, headers) {
    let responseHeaders = this.#res ? new Headers(this.#res.headers) : this.#preparedHeaders;
    if (typeof arg === "object" && arg.headers) {
      responseHeaders ??= new Headers();
      for (const [key, value] of new Headers(arg.headers)) if (key === "set-cookie") responseHeaders.append(key, value);
      else responseHeaders.set(key, value);
    }
    if (headers) {
      if (!responseHeaders) {
        let count2 = 0;
        for (const k in headers) if (++count2 > 1 || typeof headers[k] !== "string") {
          responseHeaders = new Headers();
          break;
        }
      }
      if (responseHeaders) for (const k in headers) {
        const v = headers[k];
        if (typeof v === "string") responseHeaders.set(k, v);
        else {
          responseHeaders.delete(k);
          for (const v2 of v) responseHeaders.append(k, v2);
        }
      }
    }
    const status = typeof arg === "number" ? arg : arg?.status ?? this.#status;
    return createResponseInstance(data, {
      status,
      headers: responseHeaders ?? headers
    });
  }
  newResponse = /* @__PURE__ */ __name((...args) => this.#newResponse(...args), "newResponse");
  /**
  * `.body()` can return the HTTP response.
  * You can set headers with `.header()` and set HTTP status code with `.status`.
  * This can also be set in `.text()`, `.json()` and so on.
  *
  * @see {@link https://hono.dev/docs/api/context#body}
  *
  * @example
  * ```ts
  * app.get('/welcome', (c) => {
  *   // Set headers
  *   c.header('X-Message', 'Hello!')
  *   c.header('Content-Type', 'text/plain')
  *   // Set HTTP status code
  *   c.status(201)
  *
  *   // Return the response body
  *   return c.body('Thank you for coming')
  * })
  * ```
  */
  body = /* @__PURE__ */ __name((data, arg, headers) => this.#newResponse(data, arg, headers), "body");
  /**
  * `.text()` can render text as `Content-Type:text/plain`.
  *
  * @see {@link https://hono.dev/docs/api/context#text}
  *
  * @example
  * ```ts
  * app.get('/say', (c) => {
  *   return c.text('Hello!')
  * })
  * ```
  */
  text = /* @__PURE__ */ __name((text2, arg, headers) => {
    return !this.#preparedHeaders && !this.#status && !arg && !headers && !this.finalized ? new Response(text2) : this.#newResponse(text2, arg, setDefaultContentType(TEXT_PLAIN, headers));
  }, "text");
  /**
  * `.json()` can render JSON as `Content-Type:application/json`.
  *
  * @see {@link https://hono.dev/docs/api/context#json}
  *
  * @example
  * ```ts
  * app.get('/api', (c) => {
  *   return c.json({ message: 'Hello!' })
  * })
  * ```
  */
  json = /* @__PURE__ */ __name((object, arg, headers) => {
    return this.#newResponse(JSON.stringify(object), arg, setDefaultContentType("application/json", headers));
  }, "json");
  html = /* @__PURE__ */ __name((html2, arg, headers) => {
    const res = /* @__PURE__ */ __name((html3) => this.#newResponse(html3, arg, setDefaultContentType("text/html; charset=UTF-8", headers)), "res");
    return typeof html2 === "object" ? resolveCallback(html2, HtmlEscapedCallbackPhase.Stringify, false, {}).then(res) : res(html2);
  }, "html");
  /**
  * `.redirect()` can Redirect, default status code is 302.
  *
  * @see {@link https://hono.dev/docs/api/context#redirect}
  *
  * @example
  * ```ts
  * app.get('/redirect', (c) => {
  *   return c.redirect('/')
  * })
  * app.get('/redirect-permanently', (c) => {
  *   return c.redirect('/', 301)
  * })
  * ```
  */
  redirect = /* @__PURE__ */ __name((location, status) => {
    const locationString = String(location);
    this.header("Location", !/[^\x00-\xFF]/.test(locationString) ? locationString : encodeURI(locationString));
    return this.newResponse(null, status ?? 302);
  }, "redirect");
  /**
  * `.notFound()` can return the Not Found Response.
  *
  * @see {@link https://hono.dev/docs/api/context#notfound}
  *
  * @example
  * ```ts
  * app.get('/notfound', (c) => {
  *   return c.notFound()
  * })
  * ```
  */
  notFound = /* @__PURE__ */ __name(() => {
    this.#notFoundHandler ??= () => createResponseInstance();
    return this.#notFoundHandler(this);
  }, "notFound");
};

// node_modules/hono/dist/compose.js
var compose = /* @__PURE__ */ __name((middleware, onError, onNotFound) => {
  return (context, next) => {
    let index = -1;
    return dispatch(0);
    async function dispatch(i) {
      if (i <= index) throw new Error("next() called multiple times");
      index = i;
      let res;
      let isError = false;
      let handler;
      if (middleware[i]) {
        handler = middleware[i][0][0];
        context.req.routeIndex = i;
      } else handler = i === middleware.length && next || void 0;
      if (handler) try {
        res = await handler(context, () => dispatch(i + 1));
      } catch (err) {
        if (err instanceof Error && onError) {
          context.error = err;
          res = await onError(err, context);
          isError = true;
        } else throw err;
      }
      else if (context.finalized === false && onNotFound) res = await onNotFound(context);
      if (res && (context.finalized === false || isError)) context.res = res;
      return context;
    }
    __name(dispatch, "dispatch");
  };
}, "compose");

// node_modules/hono/dist/helper/route/index.js
var matchedRoutes = /* @__PURE__ */ __name((c) => c.req[GET_MATCH_RESULT][0].map(([[, route]]) => route), "matchedRoutes");
var routePath = /* @__PURE__ */ __name((c, index) => matchedRoutes(c).at(index ?? c.req.routeIndex)?.path ?? "", "routePath");

// node_modules/hono/dist/router.js
var METHODS = [
  "get",
  "post",
  "put",
  "delete",
  "options",
  "patch",
  "query"
];
var MESSAGE_MATCHER_IS_ALREADY_BUILT = "Can not add a route since the matcher is already built.";
var UnsupportedPathError = class extends Error {
  static {
    __name(this, "UnsupportedPathError");
  }
};

// node_modules/hono/dist/utils/constants.js
var COMPOSED_HANDLER = "__COMPOSED_HANDLER";

// node_modules/hono/dist/utils/mount.js
var countTrailingSlashes = /* @__PURE__ */ __name((path) => {
  let index = path.length;
  while (index > 0 && path.charCodeAt(index - 1) === 47) index--;
  return path.length - index;
}, "countTrailingSlashes");
var getPathPrefixLength = /* @__PURE__ */ __name((c, pathPrefix, routePath3) => {
  if (!/[:*]/.test(pathPrefix)) return pathPrefix.length;
  const path = c.req.path;
  const matchResult = c.req[GET_MATCH_RESULT];
  const paramNames = /* @__PURE__ */ new Set();
  let length = 0;
  for (const part of splitRoutingPath(pathPrefix)) {
    if (part[0] === ":" && part.endsWith("}?")) throw new Error(`mount(): Optional regular expression parameters are not supported in "${routePath3}".`);
    const pattern = getPattern(part);
    if (pattern && pattern !== "*") {
      const name = pattern[1];
      if (paramNames.has(name)) throw new Error(`mount(): Duplicate path parameter "${name}" in "${routePath3}".`);
      paramNames.add(name);
    }
    if (pattern && pattern !== "*" && pattern[2] !== true) {
      const value = matchResult.length === 2 ? matchResult[1][matchResult[0][c.req.routeIndex][1][pattern[1]]] : matchResult[0][c.req.routeIndex][1][pattern[1]];
      length += value.length + 1;
    } else if (pattern || part.endsWith("*")) {
      const end = path.indexOf("/", length + 1);
      length = end === -1 ? path.length : end;
    } else length += part.length + 1;
  }
  return length;
}, "getPathPrefixLength");
var createMountedRequest = /* @__PURE__ */ __name((c, pathPrefix, routePath3) => {
  if (/[^/]\*$/.test(routePath3)) throw new Error(`mount(): Wildcard must follow "/" in "${routePath3}".`);
  const prefixLength = getPathPrefixLength(c, pathPrefix, routePath3);
  const path = c.req.path.slice(prefixLength) || "/";
  if (prefixLength > c.req.path.length || path[0] !== "/" || /\/(?:\.|%2e){1,2}(?:\/|$)/i.test(path)) throw new HTTPException(400, { message: "Invalid mounted path" });
  const rawUrl = c.req.raw.url;
  if (/^[^/?#]*\/\/[^/?#\\]*[?#\\]/.test(rawUrl)) throw new HTTPException(400, { message: "Invalid mounted path" });
  const rawPathEnd = rawUrl.search(/[?#]/);
  const rawTrailingSlashes = countTrailingSlashes(rawPathEnd === -1 ? rawUrl : rawUrl.slice(0, rawPathEnd));
  if (rawTrailingSlashes > 1 && countTrailingSlashes(c.req.path) === rawTrailingSlashes - 1) throw new HTTPException(400, { message: "Invalid mounted path" });
  const url = new URL(rawUrl);
  url.pathname = path.replace(/[\\\t\n\r]/g, encodeURIComponent);
  if (path.includes("%")) {
  }
  return new Request(url, c.req.raw);
}, "createMountedRequest");

// node_modules/hono/dist/hono-base.js
var notFoundHandler = /* @__PURE__ */ __name((c) => {
  return c.text("404 Not Found", 404);
}, "notFoundHandler");
var errorHandler = /* @__PURE__ */ __name((err, c) => {
  if ("getResponse" in err) {
    const res = err.getResponse();
    return c.newResponse(res.body, res);
  }
  console.error(err);
  return c.text("Internal Server Error", 500);
}, "errorHandler");
var Hono = class Hono2 {
  static {
    __name(this, "Hono");
  }
  get;
  post;
  put;
  delete;
  options;
  patch;
  query;
  all;
  on;
  use;
  router;
  getPath;
  _basePath = "/";
  #path = "/";
  routes = [];
  constructor(options = {}) {
    [...METHODS, "all"].forEach((method) => {
      this[method] = (args1, ...args) => {
        const methodName = method.toUpperCase();
        if (typeof args1 === "string") this.#path = args1;
        else this.#addRoute(methodName, this.#path, args1);
        args.forEach((handler) => {
          this.#addRoute(methodName, this.#path, handler);
        });
        return this;
      };
    });
    this.on = (method, path, ...handlers) => {
      for (const p of [path].flat()) {
        this.#path = p;
        for (const m of [method].flat()) {
          const methodName = m.toUpperCase();
          for (const handler of handlers) this.#addRoute(methodName, this.#path, handler);
        }
      }
      return this;
    };
    this.use = (arg1, ...handlers) => {
      if (typeof arg1 === "string") this.#path = arg1;
      else {
        this.#path = "*";
        handlers.unshift(arg1);
      }
      handlers.forEach((handler) => {
        this.#addRoute("ALL", this.#path, handler);
      });
      return this;
    };
    const { strict, ...optionsWithoutStrict } = options;
    Object.assign(this, optionsWithoutStrict);
    this.getPath = strict ?? true ? options.getPath ?? getPath : getPathNoStrict;
  }
  #clone() {
    const clone = new Hono2({
      router: this.router,
      getPath: this.getPath
    });
    clone.errorHandler = this.errorHandler;
    clone.#notFoundHandler = this.#notFoundHandler;
    clone.routes = this.routes;
    return clone;
  }
  #notFoundHandler = notFoundHandler;
  errorHandler = errorHandler;
  /**
  * `.route()` allows grouping other Hono instance in routes.
  *
  * @see {@link https://hono.dev/docs/api/routing#grouping}
  *
  * @param {string} path - base Path
  * @param {Hono} app - other Hono instance
  * @returns {Hono} routed Hono instance
  *
  * @example
  * ```ts
  * const app = new Hono()
  * const app2 = new Hono()
  *
  * app2.get("/user", (c) => c.text("user"))
  * app.route("/api", app2) // GET /api/user
  * ```
  */
  route(path, app2) {
    const subApp = this.basePath(path);
    app2.routes.map((r) => {
      let handler;
      if (app2.errorHandler === errorHandler) handler = r.handler;
      else {
        handler = /* @__PURE__ */ __name(async (c, next) => (await compose([], app2.errorHandler)(c, () => r.handler(c, next))).res, "handler");
        handler[COMPOSED_HANDLER] = r.handler;
      }
      subApp.#addRoute(r.method, r.path, handler, r.basePath);
    });
    return this;
  }
  /**
  * `.basePath()` allows base paths to be specified.
  *
  * @see {@link https://hono.dev/docs/api/routing#base-path}
  *
  * @param {string} path - base Path
  * @returns {Hono} changed Hono instance
  *
  * @example
  * ```ts
  * const api = new Hono().basePath('/api')
  * ```
  */
  basePath(path) {
    const subApp = this.#clone();
    subApp._basePath = mergePath(this._basePath, path);
    return subApp;
  }
  /**
  * `.onError()` handles an error and returns a customized Response.
  *
  * @see {@link https://hono.dev/docs/api/hono#error-handling}
  *
  * @param {ErrorHandler} handler - request Handler for error
  * @returns {Hono} changed Hono instance
  *
  * @example
  * ```ts
  * app.onError((err, c) => {
  *   console.error(`${err}`)
  *   return c.text('Custom Error Message', 500)
  * })
  * ```
  */
  onError = /* @__PURE__ */ __name((handler) => {
    this.errorHandler = handler;
    return this;
  }, "onError");
  /**
  * `.notFound()` allows you to customize a Not Found Response.
  *
  * @see {@link https://hono.dev/docs/api/hono#not-found}
  *
  * @param {NotFoundHandler} handler - request handler for not-found
  * @returns {Hono} changed Hono instance
  *
  * @example
  * ```ts
  * app.notFound((c) => {
  *   return c.text('Custom 404 Message', 404)
  * })
  * ```
  */
  notFound = /* @__PURE__ */ __name((handler) => {
    this.#notFoundHandler = handler;
    return this;
  }, "notFound");
  /**
  * `.mount()` allows you to mount applications built with other frameworks into your Hono application.
  *
  * @deprecated Use `mount()` from `hono/mount` instead. `.mount()` will be removed in v5.
  *
  * @see {@link https://hono.dev/docs/api/hono#mount}
  *
  * @param {string} path - base Path
  * @param {Function} applicationHandler - other Request Handler
  * @param {MountOptions} [options] - options of `.mount()`
  * @returns {Hono} mounted Hono instance
  * @throws {Error} If automatic request rewriting encounters duplicate path parameter names or an optional regular expression parameter.
  * @throws {HTTPException} With status 400 if automatic request rewriting cannot safely preserve the routed path.
  *
  * @example
  * ```ts
  * import { Router as IttyRouter } from 'itty-router'
  * import { Hono } from 'hono'
  * // Create itty-router application
  * const ittyRouter = IttyRouter()
  * // GET /itty-router/hello
  * ittyRouter.get('/hello', () => new Response('Hello from itty-router'))
  *
  * const app = new Hono()
  * app.mount('/itty-router', ittyRouter.handle)
  * ```
  *
  * @example
  * ```ts
  * const app = new Hono()
  * // Send the request to another application without modification.
  * app.mount('/app', anotherApp, {
  *   replaceRequest: (req) => req,
  * })
  * ```
  */
  mount(path, applicationHandler, options) {
    let replaceRequest;
    let optionHandler;
    if (options) {
      if (typeof options === "function") optionHandler = options;
      else {
        optionHandler = options.optionHandler;
        if (options.replaceRequest === false) replaceRequest = /* @__PURE__ */ __name((request) => request, "replaceRequest");
        else replaceRequest = options.replaceRequest;
      }
    }
    const getOptions = optionHandler ? (c) => {
      const options2 = optionHandler(c);
      return Array.isArray(options2) ? options2 : [options2];
    } : (c) => {
      let executionContext = void 0;
      try {
        executionContext = c.executionCtx;
      } catch {
      }
      return [c.env, executionContext];
    };
    const defaultReplaceRequest = /* @__PURE__ */ __name((c) => {
      const mountedRoutePath = routePath(c);
      return createMountedRequest(c, mountedRoutePath.replace(/\/?\*$/, ""), mountedRoutePath);
    }, "defaultReplaceRequest");
    const handler = /* @__PURE__ */ __name(async (c, next) => {
      const res = await applicationHandler(replaceRequest ? replaceRequest(c.req.raw) : defaultReplaceRequest(c), ...getOptions(c));
      if (res) return res;
      await next();
    }, "handler");
    this.#addRoute("ALL", mergePath(path, "*"), handler);
    return this;
  }
  #addRoute(method, path, handler, baseRoutePath) {
    path = mergePath(this._basePath, path);
    const r = {
      basePath: baseRoutePath !== void 0 ? mergePath(this._basePath, baseRoutePath) : this._basePath,
      path,
      method,
      handler
    };
    this.router.add(method, path, [handler, r]);
    this.routes.push(r);
  }
  #handleError(err, c) {
    if (err instanceof Error) return this.errorHandler(err, c);
    throw err;
  }
  #dispatch(request, executionCtx, env, method) {
    if (method === "HEAD") return (async () => new Response(null, await this.#dispatch(request, executionCtx, env, "GET")))();
    const path = this.getPath(request, { env });
    const matchResult = this.router.match(method, path);
    const c = new Context(request, {
      path,
      matchResult,
      env,
      executionCtx,
      notFoundHandler: this.#notFoundHandler
    });
    if (matchResult[0].length === 1) {
      let res;
      try {
        res = matchResult[0][0][0][0](c, async () => {
          c.res = await this.#notFoundHandler(c);
        });
      } catch (err) {
        return this.#handleError(err, c);
      }
      return res instanceof Promise ? res.then((resolved) => resolved || (c.finalized ? c.res : this.#notFoundHandler(c))).catch((err) => this.#handleError(err, c)) : res ?? this.#notFoundHandler(c);
    }
    const composed = compose(matchResult[0], this.errorHandler, this.#notFoundHandler);
    return (async () => {
      try {
        const context = await composed(c);
        if (!context.finalized) throw new Error("Context is not finalized. Did you forget to return a Response object or `await next()`?");
        return context.res;
      } catch (err) {
        return this.#handleError(err, c);
      }
    })();
  }
  /**
  * `.fetch()` will be entry point of your app.
  *
  * @see {@link https://hono.dev/docs/api/hono#fetch}
  *
  * @param {Request} request - request Object of request
  * @param {Env} env - env Object
  * @param {ExecutionContext} executionCtx - context of execution
  * @returns {Response | Promise<Response>} response of request
  *
  */
  fetch = /* @__PURE__ */ __name((request, ...rest) => {
    return this.#dispatch(request, rest[1], rest[0], request.method);
  }, "fetch");
  /**
  * `.request()` is a useful method for testing.
  * You can pass a URL or pathname to send a GET request.
  * app will return a Response object.
  * ```ts
  * test('GET /hello is ok', async () => {
  *   const res = await app.request('/hello')
  *   expect(res.status).toBe(200)
  * })
  * ```
  * @see https://hono.dev/docs/api/hono#request
  */
  request = /* @__PURE__ */ __name((input, requestInit, Env, executionCtx) => {
    if (input instanceof Request) return this.fetch(requestInit ? new Request(input, requestInit) : input, Env, executionCtx);
    input = input.toString();
    return this.fetch(new Request(/^https?:\/\//.test(input) ? input : `http://localhost${mergePath("/", input)}`, requestInit), Env, executionCtx);
  }, "request");
  /**
  * `.fire()` automatically adds a global fetch event listener.
  * This can be useful for environments that adhere to the Service Worker API, such as non-ES module Cloudflare Workers.
  * @deprecated
  * Use `fire` from `hono/service-worker` instead.
  * ```ts
  * import { Hono } from 'hono'
  * import { fire } from 'hono/service-worker'
  *
  * const app = new Hono()
  * // ...
  * fire(app)
  * ```
  * @see https://hono.dev/docs/api/hono#fire
  * @see https://developer.mozilla.org/en-US/docs/Web/API/Service_Worker_API
  * @see https://developers.cloudflare.com/workers/reference/migrate-to-module-workers/
  */
  fire = /* @__PURE__ */ __name(() => {
    addEventListener("fetch", (event) => {
      event.respondWith(this.#dispatch(event.request, event, void 0, event.request.method));
    });
  }, "fire");
};

// node_modules/hono/dist/router/utils.js
var createNullObject = /* @__PURE__ */ __name(() => /* @__PURE__ */ Object.create(null), "createNullObject");

// node_modules/hono/dist/router/reg-exp-router/matcher.js
var emptyParam = [];
function match(method, path) {
  const matchers = this.buildAllMatchers();
  const match2 = /* @__PURE__ */ __name(((method2, path2) => {
    const matcher = matchers[method2] || matchers["ALL"];
    const staticMatch = matcher[2][path2];
    if (staticMatch) return staticMatch;
    const match3 = path2.match(matcher[0]);
    if (!match3) return [[], emptyParam];
    const index = match3.indexOf("", 1);
    return [matcher[1][index], match3];
  }), "match");
  this.match = match2;
  return match2(method, path);
}
__name(match, "match");

// node_modules/hono/dist/router/reg-exp-router/node.js
var LABEL_REG_EXP_STR = "[^/]+";
var ONLY_WILDCARD_REG_EXP_STR = "[^]*";
var TAIL_WILDCARD_REG_EXP_STR = "(?:|/[^]*)";
var PATH_ERROR = /* @__PURE__ */ Symbol();
var regExpMetaChars = /* @__PURE__ */ new Set(".\\+*[^]$()");
function compareKey(a, b) {
  if (a.length === 1) return b.length === 1 ? a < b ? -1 : 1 : -1;
  if (b.length === 1) return 1;
  if (a === "[^]*" || a === "(?:|/[^]*)") return b === "[^]*" ? -1 : 1;
  else if (b === "[^]*" || b === "(?:|/[^]*)") return -1;
  if (a === "[^/]+") return 1;
  else if (b === "[^/]+") return -1;
  return a.length === b.length ? a < b ? -1 : 1 : b.length - a.length;
}
__name(compareKey, "compareKey");
var Node = class Node2 {
  static {
    __name(this, "Node");
  }
  #index;
  #varIndex;
  #children = createNullObject();
  insert(tokens, index, paramMap, context, keys) {
    let node = this;
    for (let i = 0, len = tokens.length; i < len; i++) {
      const token = tokens[i];
      const pattern = token.length === 1 ? token === "*" ? i === len - 1 ? [
        "",
        "",
        ONLY_WILDCARD_REG_EXP_STR
      ] : [
        "",
        "",
        LABEL_REG_EXP_STR
      ] : null : token === "/*" ? [
        "",
        "",
        TAIL_WILDCARD_REG_EXP_STR
      ] : token.match(/^\:([^\{\}]+)(?:\{(.+)\})?$/);
      let nextNode;
      if (pattern) {
        const name = pattern[1];
        let regexpStr = pattern[2] || "[^/]+";
        if (name && pattern[2]) {
          if (new RegExp(regexpStr).test("")) throw PATH_ERROR;
          regexpStr = regexpStr.replace(/^\((?!\?:)(?=[^)]+\)$)/, "(?:");
          if (/\((?!\?:)/.test(regexpStr)) throw PATH_ERROR;
          if (regexpStr.length === 1 && regExpMetaChars.has(regexpStr)) throw PATH_ERROR;
        }
        keys.push(regexpStr);
        nextNode = node.#children[regexpStr];
        if (!nextNode) {
          if (regexpStr !== "[^]*" && regexpStr !== "(?:|/[^]*)") {
            for (const k in node.#children) if ((regexpStr.length > 1 || k.length > 1) && k !== "[^]*" && k !== "(?:|/[^]*)") throw PATH_ERROR;
          }
          nextNode = node.#children[regexpStr] = new Node2();
        }
        if (name !== "") {
          nextNode.#varIndex ??= context.varIndex++;
          paramMap.push([name, nextNode.#varIndex]);
        }
      } else {
        keys.push(token);
        nextNode = node.#children[token];
        if (!nextNode) {
          for (const k in node.#children) if (k.length > 1 && k !== "[^]*" && k !== "(?:|/[^]*)") throw PATH_ERROR;
          nextNode = node.#children[token] = new Node2();
        }
      }
      node = nextNode;
    }
    if (node.#index !== void 0) throw PATH_ERROR;
    node.#index = index;
  }
  buildRegExpStr() {
    const strList = Object.keys(this.#children).sort(compareKey).map((k) => {
      const c = this.#children[k];
      const childStr = c.buildRegExpStr();
      return childStr === "" ? "" : (typeof c.#varIndex === "number" ? `(${k})@${c.#varIndex}` : regExpMetaChars.has(k) ? `\\${k}` : k) + childStr;
    }).filter(Boolean);
    if (typeof this.#index === "number" && this.#index !== -1) strList.unshift(`#${this.#index}`);
    if (strList.length === 0) return "";
    if (strList.length === 1) return strList[0];
    return "(?:" + strList.join("|") + ")";
  }
};

// node_modules/hono/dist/router/reg-exp-router/trie.js
var Trie = class {
  static {
    __name(this, "Trie");
  }
  #context = { varIndex: 0 };
  #root = new Node();
  #index = 0;
  paths = createNullObject();
  insert(path, isStatic) {
    const keys = [];
    if (isStatic) {
      this.#root.insert(path.split(""), -1, [], this.#context, keys);
      this.paths[path] = [
        -1,
        [],
        keys
      ];
      return;
    }
    const paramAssoc = [];
    const groups = [];
    let markedPath = path;
    for (let i = 0; ; ) {
      let replaced = false;
      markedPath = markedPath.replace(/\{(?:\{[\d,]+\}|[^}])+\}/g, (m) => {
        const mark = `@\\${i}`;
        groups[i] = [mark, m];
        i++;
        replaced = true;
        return mark;
      });
      if (!replaced) break;
    }
    const tokens = markedPath.match(/(?::[^\/]+)|(?:\/\*$)|./gs) || [];
    for (let i = groups.length - 1; i >= 0; i--) {
      const [mark] = groups[i];
      for (let j = tokens.length - 1; j >= 0; j--) if (tokens[j].indexOf(mark) !== -1) {
        tokens[j] = tokens[j].replace(mark, groups[i][1]);
        break;
      }
    }
    this.#root.insert(tokens, this.#index, paramAssoc, this.#context, keys);
    this.paths[path] = [
      this.#index++,
      paramAssoc,
      keys
    ];
  }
  buildRegExp() {
    let regexp = this.#root.buildRegExpStr();
    if (regexp === "") return [
      /^$/,
      [],
      []
    ];
    let captureIndex = 0;
    const indexReplacementMap = [];
    const paramReplacementMap = [];
    regexp = regexp.replace(/#(\d+)|@(\d+)|\.\*\$/g, (_, handlerIndex, paramIndex) => {
      if (handlerIndex !== void 0) {
        indexReplacementMap[++captureIndex] = Number(handlerIndex);
        return "$()";
      }
      if (paramIndex !== void 0) {
        paramReplacementMap[Number(paramIndex)] = ++captureIndex;
        return "";
      }
      return "";
    });
    return [
      new RegExp(`^${regexp}`),
      indexReplacementMap,
      paramReplacementMap
    ];
  }
};

// node_modules/hono/dist/router/reg-exp-router/router.js
function endsWithWildcard(keys) {
  const tail = keys[keys.length - 1];
  return tail === "[^]*" || tail === "(?:|/[^]*)";
}
__name(endsWithWildcard, "endsWithWildcard");
function covers(wildcard, target) {
  const last = wildcard.length - 1;
  for (let i = 0; i < last; i++) if (wildcard[i] !== target[i]) return false;
  return wildcard[last] === "[^]*" || target.length === last || target[last] === "/";
}
__name(covers, "covers");
var RegExpRouter = class {
  static {
    __name(this, "RegExpRouter");
  }
  name = "RegExpRouter";
  #handlers;
  #tries;
  constructor() {
    this.#handlers = { ["ALL"]: [] };
    this.#tries = { ["ALL"]: new Trie() };
  }
  #insertPath(method, path) {
    try {
      this.#tries[method].insert(path, !/\*|\/:/.test(path));
    } catch (e) {
      throw e === PATH_ERROR ? new UnsupportedPathError(path) : e;
    }
  }
  add(method, path, handler) {
    const handlers = this.#handlers;
    if (!handlers) throw new Error(MESSAGE_MATCHER_IS_ALREADY_BUILT);
    const tries = this.#tries;
    if (!handlers[method]) {
      tries[method] = new Trie();
      handlers[method] = [...handlers["ALL"]];
      for (const p in tries["ALL"].paths) this.#insertPath(method, p);
    }
    if (path === "/*") path = "*";
    const methods = method === "ALL" ? Object.keys(handlers) : [method];
    const paths = checkOptionalParameter(path) || [path];
    for (const path2 of paths) for (const m of methods) {
      if (!tries[m].paths[path2]) this.#insertPath(m, path2);
      handlers[m].push([handler, path2]);
    }
  }
  match = match;
  buildAllMatchers() {
    const matchers = createNullObject();
    for (const method of Object.keys(this.#handlers)) matchers[method] = this.#buildMatcher(method);
    this.#handlers = this.#tries = void 0;
    return matchers;
  }
  #buildMatcher(method) {
    const handlers = this.#handlers[method];
    const trie = this.#tries[method];
    const staticMap = createNullObject();
    const handlerData = [];
    const [regexp, indexReplacementMap, paramReplacementMap] = trie.buildRegExp();
    const own = createNullObject();
    const entries = handlers.map(([h, p], i) => {
      (own[p] ??= []).push(i);
      return [h, trie.paths[p][1].reduceRight((map, [key, varIndex]) => {
        map[key] = paramReplacementMap[varIndex];
        return map;
      }, createNullObject())];
    });
    const wildcards = Object.keys(own).filter((p) => endsWithWildcard(trie.paths[p][2]));
    for (const path in trie.paths) {
      const [index, , keys] = trie.paths[path];
      const indexes = [...own[path]];
      for (const p of wildcards) if (p !== path && covers(trie.paths[p][2], keys)) indexes.push(...own[p]);
      const data = indexes.sort((a, b) => a - b).map((i) => entries[i]);
      if (index === -1) {
        const last = Math.max(-1, ...data.flatMap(([, map]) => Object.values(map)));
        staticMap[path] = [data, last === -1 ? emptyParam : path.match(regexp).slice(0, last + 1)];
      } else handlerData[index] = data;
    }
    return [
      regexp,
      indexReplacementMap.map((i) => handlerData[i]),
      staticMap
    ];
  }
};

// node_modules/hono/dist/router/smart-router/router.js
var SmartRouter = class {
  static {
    __name(this, "SmartRouter");
  }
  name = "SmartRouter";
  #routers = [];
  #routes = [];
  constructor(init) {
    this.#routers = init.routers;
  }
  add(method, path, handler) {
    if (!this.#routes) throw new Error(MESSAGE_MATCHER_IS_ALREADY_BUILT);
    this.#routes.push([
      method,
      path,
      handler
    ]);
  }
  match(method, path) {
    if (!this.#routes) throw new Error("Fatal error");
    const routers = this.#routers;
    const routes = this.#routes;
    const len = routers.length;
    let i = 0;
    let res;
    for (; i < len; i++) {
      const router = routers[i];
      try {
        for (let i2 = 0, len2 = routes.length; i2 < len2; i2++) router.add(...routes[i2]);
        res = router.match(method, path);
      } catch (e) {
        if (e instanceof UnsupportedPathError) continue;
        throw e;
      }
      this.match = router.match.bind(router);
      this.#routers = [router];
      this.#routes = void 0;
      break;
    }
    if (i === len) throw new Error("Fatal error");
    this.name = `SmartRouter + ${this.activeRouter.name}`;
    return res;
  }
  get activeRouter() {
    if (this.#routes || this.#routers.length !== 1) throw new Error("No active router has been determined yet.");
    return this.#routers[0];
  }
};

// node_modules/hono/dist/router/trie-router/node.js
var emptyParams = createNullObject();
var order = 0;
var Node3 = class Node4 {
  static {
    __name(this, "Node");
  }
  #methods = [];
  #children = createNullObject();
  #patterns = [];
  #pattern;
  #params = emptyParams;
  insert(method, path, handler) {
    let curNode = this;
    const parts = splitRoutingPath(path);
    const possibleKeys = /* @__PURE__ */ new Set();
    let i = 0;
    for (const p of parts) {
      const nextP = parts[++i];
      const pattern = getPattern(p, nextP) || (nextP === void 0 && p && p.indexOf("*") === p.length - 1 ? p : null);
      const isParam = Array.isArray(pattern);
      const key = isParam ? pattern[0] : pattern || p;
      const child = curNode.#children[key] ||= new Node4();
      if (pattern && !child.#pattern) {
        child.#pattern = pattern;
        curNode.#patterns.push(child);
      }
      curNode = child;
      if (isParam) possibleKeys.add(pattern[1]);
    }
    curNode.#methods.push({ [method]: {
      handler,
      possibleKeys: [...possibleKeys],
      score: ++order
    } });
  }
  #pushHandlerSets(handlerSets, node, method, nodeParams, params) {
    for (let i = 0, len = node.#methods.length; i < len; i++) {
      const m = node.#methods[i];
      const handlerSet = m[method] || m["ALL"];
      if (handlerSet) {
        handlerSet.params = createNullObject();
        handlerSets.push(handlerSet);
        for (let i2 = 0, len2 = handlerSet.possibleKeys.length; i2 < len2; i2++) {
          const key = handlerSet.possibleKeys[i2];
          handlerSet.params[key] = params?.[key] && !i2 ? params[key] : nodeParams[key] ?? params?.[key];
        }
      }
    }
  }
  search(method, path) {
    const handlerSets = [];
    this.#params = emptyParams;
    let curNodes = [this];
    const parts = splitPath(path);
    const curNodesQueue = [];
    const len = parts.length;
    let partOffsets = null;
    for (let i = 0; i < len; i++) {
      const part = parts[i];
      const isLast = i === len - 1;
      const tempNodes = [];
      for (let j = 0, len2 = curNodes.length; j < len2; j++) {
        const node = curNodes[j];
        const nextNode = node.#children[part];
        if (nextNode) {
          nextNode.#params = node.#params;
          if (isLast) {
            if (nextNode.#children["*"]) this.#pushHandlerSets(handlerSets, nextNode.#children["*"], method, node.#params);
            this.#pushHandlerSets(handlerSets, nextNode, method, node.#params);
          } else tempNodes.push(nextNode);
        }
        for (const child of node.#patterns) {
          const pattern = child.#pattern;
          const params = node.#params === emptyParams ? {} : { ...node.#params };
          if (typeof pattern === "string") {
            if (pattern === "*" || part.startsWith(pattern.slice(0, -1))) {
              this.#pushHandlerSets(handlerSets, child, method, node.#params);
              if (pattern === "*") {
                child.#params = params;
                tempNodes.push(child);
              }
            }
            continue;
          }
          const [, name, matcher] = pattern;
          if (!part && matcher === true) continue;
          if (matcher !== true) {
            if (!partOffsets) {
              partOffsets = [];
              let offset = path[0] === "/" ? 1 : 0;
              for (let p = 0; p < len; p++) {
                partOffsets[p] = offset;
                offset += parts[p].length + 1;
              }
            }
            const restPathString = path.slice(partOffsets[i]);
            const m = matcher.exec(restPathString);
            if (m) {
              if (!Object.hasOwn(params, name)) params[name] = m[0];
              this.#pushHandlerSets(handlerSets, child, method, node.#params, params);
              if (m[0].length === restPathString.length && child.#children["*"]) this.#pushHandlerSets(handlerSets, child.#children["*"], method, node.#params, params);
              for (const _ in child.#children) {
                child.#params = params;
                const componentCount = m[0].match(/\//g)?.length ?? 0;
                (curNodesQueue[componentCount] ||= []).push(child);
                break;
              }
              continue;
            }
          }
          if (matcher === true || matcher.test(part)) {
            if (!Object.hasOwn(params, name)) params[name] = part;
            if (isLast) {
              this.#pushHandlerSets(handlerSets, child, method, params, node.#params);
              if (child.#children["*"]) this.#pushHandlerSets(handlerSets, child.#children["*"], method, params, node.#params);
            } else {
              child.#params = params;
              tempNodes.push(child);
            }
          }
        }
      }
      const shifted = curNodesQueue.shift();
      curNodes = shifted ? tempNodes.concat(shifted) : tempNodes;
    }
    if (handlerSets[1]) handlerSets.sort((a, b) => {
      return a.score - b.score;
    });
    return [handlerSets.map(({ handler, params }) => [handler, params])];
  }
};

// node_modules/hono/dist/router/trie-router/router.js
var TrieRouter = class {
  static {
    __name(this, "TrieRouter");
  }
  name = "TrieRouter";
  #node = new Node3();
  add(method, path, handler) {
    for (const result of checkOptionalParameter(path) || [path]) this.#node.insert(method, result, handler);
  }
  match(method, path) {
    return this.#node.search(method, path);
  }
};

// node_modules/hono/dist/hono.js
var Hono3 = class extends Hono {
  static {
    __name(this, "Hono");
  }
  /**
  * Creates an instance of the Hono class.
  *
  * @param options - Optional configuration options for the Hono instance.
  */
  constructor(options = {}) {
    super(options);
    this.router = options.router ?? new SmartRouter({ routers: [new RegExpRouter(), new TrieRouter()] });
  }
};

// compiler/contract/ids.ts
function projectId(text2) {
  const lower = text2.toLowerCase();
  return isProjectId(lower) ? lower : null;
}
__name(projectId, "projectId");
function isProjectId(text2) {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text2);
}
__name(isProjectId, "isProjectId");

// compiler/contract/api.ts
var API_VERSION = 1;

// compiler/contract/outcome.ts
function success(value) {
  return { ok: true, value };
}
__name(success, "success");
function failure(code, message2, detail) {
  return { ok: false, fault: detail === void 0 ? { code, message: message2 } : { code, message: message2, detail } };
}
__name(failure, "failure");

// compiler/contract/shape.ts
function wrong(at, wanted) {
  return failure("invalid", `${at} must be ${wanted}.`);
}
__name(wrong, "wrong");
function text(max, pattern, wanted) {
  return (value, at) => typeof value === "string" && value.length <= max && (pattern?.test(value) ?? true) ? success(value) : wrong(at, wanted ?? `text of at most ${max} characters`);
}
__name(text, "text");
function whole(min, max) {
  return (value, at) => typeof value === "number" && Number.isInteger(value) && value >= min && value <= max ? success(value) : wrong(at, `a whole number from ${min} to ${max}`);
}
__name(whole, "whole");
var truth = /* @__PURE__ */ __name((value, at) => typeof value === "boolean" ? success(value) : wrong(at, "true or false"), "truth");
function oneOf(...words2) {
  return (value, at) => {
    const found = words2.find((word) => word === value);
    return found === void 0 ? wrong(at, words2.map((word) => `'${word}'`).join(", ")) : success(found);
  };
}
__name(oneOf, "oneOf");
function maybe(check) {
  return (value, at) => value === null || value === void 0 ? success(null) : check(value, at);
}
__name(maybe, "maybe");
function otherwise(check, standard) {
  return (value, at) => value === void 0 ? success(standard) : check(value, at);
}
__name(otherwise, "otherwise");
function list(item, max) {
  return (value, at) => {
    if (!Array.isArray(value) || value.length > max) return wrong(at, `a list of at most ${max} items`);
    const items = [];
    for (const [index, one] of value.entries()) {
      const found = item(one, `${at}[${index}]`);
      if (!found.ok) return found;
      items.push(found.value);
    }
    return success(items);
  };
}
__name(list, "list");
function record(fields) {
  return (value, at) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return wrong(at, "an object");
    const found = {};
    for (const key in fields) {
      const own = Object.hasOwn(value, key) ? Reflect.get(value, key) : void 0;
      const field = fields[key](own, at === "" ? key : `${at}.${key}`);
      if (!field.ok) return field;
      found[key] = field.value;
    }
    return success(found);
  };
}
__name(record, "record");

// compiler/contract/parse-api.ts
var LARGEST = 5 * 1024 ** 3;
var MOST_FILES = 2e4;
var line = /* @__PURE__ */ __name((max) => text(max, /^[^\p{Cc}]*$/u, `one line of at most ${max} characters`), "line");
var email = text(254, /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u, "an e-mail address");
var sha2562 = text(64, /^[0-9a-f]{64}$/, "a sha256 in lower-case hexadecimal");
var id = text(64, /^[A-Za-z0-9_-]+$/, "an id");
var time = text(40);
var access = oneOf("workspace", "link", "public");
var role = oneOf("owner", "editor", "viewer");
var runtime = oneOf("browser", "server");
var project = /* @__PURE__ */ __name((value, at) => {
  const found = typeof value === "string" ? projectId(value) : null;
  return found === null ? failure("invalid", `${at} must be a UUID.`) : success(found);
}, "project");
var bundlePath = /* @__PURE__ */ __name((value, at) => typeof value === "string" && isBundlePath(value) ? success(value) : failure(
  "invalid",
  `${at} must be a relative path: no empty, '.' or '..' part, no backslash or control character.`
), "bundlePath");
function isBundlePath(path) {
  return path.length > 0 && path.length <= 1024 && path.isWellFormed() && !/[\p{Cc}\\]/u.test(path) && path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}
__name(isBundlePath, "isBundlePath");
var origin = /* @__PURE__ */ __name((value, at) => typeof value === "string" && value.length <= 300 && /^https?:\/\/(\*\.)?[a-z0-9.-]+(:\d{1,5})?$/i.test(value) ? success(value) : failure("invalid", `${at} must be an origin, such as 'https://example.org'.`), "origin");
var embed = record({ allow: truth, origins: list(origin, 100) });
var workspace = record({ id, name: text(100), role });
var me = { email, workspaces: list(workspace, 1e3) };
var file = record({ path: bundlePath, sha256: sha2562, size: whole(0, LARGEST) });
var block = record({
  id: text(200),
  type: text(100),
  title: text(300),
  content: sha2562
});
var app = {
  project,
  workspace: id,
  title: text(300),
  description: text(2e3),
  access,
  embed,
  runtime,
  link: text(2e3),
  version: id,
  updated: time,
  role
};
var appInfo = record(app);
var versionInfo = record({
  id,
  number: whole(1, 1e9),
  created: time,
  by: text(254),
  files: whole(0, MOST_FILES),
  bytes: whole(0, Number.MAX_SAFE_INTEGER),
  visible: truth
});
var serverInfo = record({
  server: oneOf("notebook-app"),
  api: whole(1, 1e3),
  origin: text(300),
  signIn: list(oneOf("owner-token", "device"), 10),
  limits: record({
    blob: whole(1, LARGEST),
    part: whole(1, LARGEST),
    file: whole(1, LARGEST),
    files: whole(1, MOST_FILES)
  })
});
var deviceRequest = record({ name: line(100) });
var deviceStart = record({
  deviceCode: text(200),
  userCode: text(20),
  url: text(2e3),
  interval: whole(1, 600),
  expires: time
});
var tokenRequest = /* @__PURE__ */ __name((value, at) => {
  const kind = record({ grant: oneOf("owner-token", "device") })(value, at);
  if (!kind.ok) return kind;
  const { grant } = kind.value;
  return grant === "device" ? record({ grant: oneOf("device"), deviceCode: text(200) })(value, at) : record({
    grant: oneOf("owner-token"),
    token: text(200),
    name: line(100)
  })(value, at);
}, "tokenRequest");
var tokenAnswer = record({ ...me, token: text(200), expires: time });
var meAnswer = record(me);
var workspaceRequest = record({ name: line(100) });
var emailAddress = email;
var people = record({ people: list(record({ email, role }), 1e4) });
var roleRequest = record({ role });
var missingRequest = record({ sha256: list(sha2562, MOST_FILES) });
var missingAnswer = record({ missing: list(sha2562, MOST_FILES) });
var uploadRequest = record({ sha256: sha2562, size: whole(1, LARGEST) });
var uploadInfo = record({
  id,
  part: whole(1, LARGEST),
  missing: list(whole(1, 1e4), 1e4)
});
var manifest = record({
  workspace: maybe(id),
  title: line(300),
  description: text(2e3),
  access: maybe(access),
  embed: otherwise(embed, { allow: false, origins: [] }),
  runtime: otherwise(runtime, "browser"),
  files: list(file, MOST_FILES),
  blocks: otherwise(list(block, 5e3), []),
  notes: otherwise(text(1e6), ""),
  follows: maybe(id)
});
var publishAnswer = record({
  app: appInfo,
  version: versionInfo,
  created: truth
});
var appList = record({ apps: list(appInfo, 1e5) });
var appDetails = record({
  ...app,
  blocks: list(block, 5e3),
  files: list(file, MOST_FILES),
  notes: otherwise(text(1e6), "")
});
var appChange = /* @__PURE__ */ __name((value, at) => {
  const found = record({
    access: maybe(access),
    embed: maybe(embed)
  })(value, at);
  if (!found.ok) return found;
  const change = {
    ...found.value.access && { access: found.value.access },
    ...found.value.embed && { embed: found.value.embed }
  };
  return Object.keys(change).length > 0 ? success(change) : failure("invalid", `${at} must have 'access' or 'embed'.`);
}, "appChange");
var versionList = record({ versions: list(versionInfo, 1e5) });
var rollbackRequest = record({ version: maybe(id) });
var analytics = record({
  days: list(
    record({ day: text(10), viewers: whole(0, 1e12), runs: whole(0, 1e12) }),
    1e5
  )
});

// worker/errors.ts
var InternalError = class extends Error {
  static {
    __name(this, "InternalError");
  }
  name = "InternalError";
};
var ApiError = class extends Error {
  static {
    __name(this, "ApiError");
  }
  name = "ApiError";
  status;
  fault;
  headers;
  constructor(status, fault, headers = {}) {
    super(fault.message);
    this.status = status;
    this.fault = fault;
    this.headers = headers;
  }
};
function refusal(status, code) {
  return (message2, help, headers) => new ApiError(status, { code, message: message2, help }, headers);
}
__name(refusal, "refusal");
var badRequest = refusal(400, "bad-request");
var forbidden = refusal(403, "forbidden");
var conflict = refusal(409, "conflict");
var gone = refusal(410, "gone");
var lengthRequired = refusal(411, "length-required");
var tooLarge = refusal(413, "too-large");
var wrongHost = refusal(421, "wrong-host");
var wrongDigest = refusal(422, "wrong-digest");
var pending = refusal(428, "pending");
var signInFirst = refusal(401, "not-signed-in");
var methodNotAllowed = refusal(405, "method-not-allowed");
function notFound(what = "There is nothing at this address.") {
  return new ApiError(404, {
    code: "not-found",
    message: what,
    help: "Check the link. If it is right, its owner may have removed the app, made a new link, or not given you access."
  });
}
__name(notFound, "notFound");
function missingBlobs(missing) {
  return new ApiError(409, {
    code: "missing-blobs",
    message: `${missing.length} of the files named are not on the server.`,
    help: "Upload them, then publish again.",
    missing
  });
}
__name(missingBlobs, "missingBlobs");
function slowDown(seconds) {
  return new ApiError(
    429,
    { code: "slow-down", message: "That was too often.", help: `Wait ${seconds} seconds, then try again.` },
    { "Retry-After": String(seconds) }
  );
}
__name(slowDown, "slowDown");
var INTERNAL = {
  code: "internal",
  message: "The server could not do this.",
  help: "Try again. If it stays, give the server's operator the request's time."
};

// worker/gate/access.ts
var RANK = { viewer: 1, editor: 2, owner: 3 };
var YES = { allowed: true };
function roleOf({ member, collaborator }) {
  if (member === null || collaborator === null) return member ?? collaborator;
  return RANK[member] >= RANK[collaborator] ? member : collaborator;
}
__name(roleOf, "roleOf");
function atLeast(role2, needed) {
  return role2 !== null && RANK[role2] >= RANK[needed];
}
__name(atLeast, "atLeast");
function decide({ access: access2 }, viewer, action) {
  const role2 = roleOf(viewer);
  switch (action) {
    case "advertise":
      return access2 === "public" ? YES : { allowed: false, because: "hidden" };
    case "open":
      if (access2 === "public" || role2 !== null || access2 === "link" && viewer.hasLink) return YES;
      return refusal2(viewer, access2 === "workspace");
    case "list":
      return role2 !== null ? YES : { allowed: false, because: "hidden" };
    case "publish":
    case "govern":
      if (atLeast(role2, action === "publish" ? "editor" : "owner")) return YES;
      return role2 !== null ? { allowed: false, because: "forbidden" } : refusal2(viewer, true);
  }
}
__name(decide, "decide");
function refusal2({ email: email2 }, signInHelps) {
  return { allowed: false, because: email2 === null && signInHelps ? "sign-in" : "hidden" };
}
__name(refusal2, "refusal");

// worker/secrets.ts
var BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
function randomBytes(count2) {
  return crypto.getRandomValues(new Uint8Array(count2));
}
__name(randomBytes, "randomBytes");
function randomLabel(length) {
  return Array.from(randomBytes(length), (byte) => BASE32[byte & 31]).join("");
}
__name(randomLabel, "randomLabel");
function newSlug() {
  return randomLabel(26);
}
__name(newSlug, "newSlug");
function newId() {
  return randomLabel(20);
}
__name(newId, "newId");
function newSecret() {
  return toBase64Url(randomBytes(32));
}
__name(newSecret, "newSecret");
function newUserCode() {
  const letters = "BCDFGHJKLMNPQRSTVWXZ";
  const picked = [];
  while (picked.length < 8) {
    for (const byte of randomBytes(16)) if (byte < 240) picked.push(letters[byte % 20] ?? "");
  }
  return `${picked.slice(0, 4).join("")}-${picked.slice(4, 8).join("")}`;
}
__name(newUserCode, "newUserCode");
async function sha2563(text2) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text2));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
__name(sha2563, "sha256");
async function sameSecret(one, other) {
  return await sha2563(one) === await sha2563(other);
}
__name(sameSecret, "sameSecret");
function toBase64Url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
__name(toBase64Url, "toBase64Url");

// worker/storage/database.ts
var ConstraintError = class extends Error {
  static {
    __name(this, "ConstraintError");
  }
  name = "ConstraintError";
};
function sql(text2, ...args) {
  return { sql: text2, args };
}
__name(sql, "sql");
async function rows(database, text2, ...args) {
  return (await database.batch([sql(text2, ...args)]))[0] ?? [];
}
__name(rows, "rows");
async function first(database, text2, ...args) {
  return (await rows(database, text2, ...args))[0] ?? null;
}
__name(first, "first");
function textOf(row, column) {
  const value = row[column];
  if (typeof value === "string") return value;
  throw new InternalError(`Column ${column} is no text.`);
}
__name(textOf, "textOf");
function textOrNull(row, column) {
  return row[column] === null || row[column] === void 0 ? null : textOf(row, column);
}
__name(textOrNull, "textOrNull");
function numberOf(row, column) {
  const value = row[column];
  if (typeof value === "number") return value;
  throw new InternalError(`Column ${column} is no number.`);
}
__name(numberOf, "numberOf");
function wordOf(row, column, words2) {
  const found = words2.find((word) => word === row[column]);
  if (found === void 0) throw new InternalError(`Column ${column} is none of ${words2.join(", ")}.`);
  return found;
}
__name(wordOf, "wordOf");

// worker/registry/app-changes.ts
async function changeApp(database, { project: project2, change, now }) {
  await database.batch([
    sql(
      "UPDATE app SET access = coalesce(?2, access), embed = coalesce(?3, embed), updated = ?4 WHERE project = ?1",
      project2,
      change.access ?? null,
      change.embed === void 0 ? null : JSON.stringify(change.embed),
      now
    )
  ]);
}
__name(changeApp, "changeApp");
async function rotateLink(database, project2) {
  await database.batch([
    sql("UPDATE app SET slug = ?2 WHERE project = ?1", project2, newSlug()),
    sql("DELETE FROM session WHERE project = ?1", project2)
  ]);
}
__name(rotateLink, "rotateLink");

// worker/registry/apps.ts
var ROLES = ["owner", "editor", "viewer"];
var KEPT_VERSIONS = 20;
var APP = `a.project, a.workspace, a.slug, a.access, a.embed, a.version, a.updated,
  w.title, w.description, w.runtime`;
var FROM = "FROM app a JOIN version w ON w.id = a.version";
var VIEWER = `LEFT JOIN session s ON s.hash = ?2 AND s.expires > ?3 AND (s.project IS NULL OR s.project = a.project)
  LEFT JOIN member m ON m.workspace = a.workspace AND m.email = s.email
  LEFT JOIN collaborator c ON c.project = a.project AND c.email = s.email`;
async function see(database, request) {
  const [column, value] = "slug" in request.by ? ["slug", request.by.slug] : ["project", request.by.project];
  const asset = "SELECT f.path, f.sha256, b.size, b.key FROM app a";
  const [found, files] = await database.batch([
    sql(
      `SELECT ${APP}, s.email, m.role AS member, c.role AS collaborator ${FROM} ${VIEWER} WHERE a.${column} = ?1`,
      value,
      request.session,
      request.now
    ),
    request.content === null ? sql(
      `${asset} JOIN asset f ON f.version = a.version AND f.path = ?2 JOIN blob b ON b.sha256 = f.sha256 WHERE a.${column} = ?1`,
      value,
      request.path
    ) : sql(
      `${asset} JOIN version v ON v.project = a.project JOIN asset f ON f.version = v.id AND f.path = ?2
           JOIN blob b ON b.sha256 = f.sha256 WHERE a.${column} = ?1 AND substr(f.sha256, 1, 16) = ?3 LIMIT 1`,
      value,
      request.path,
      request.content
    )
  ]);
  const row = found?.[0];
  if (!row) return null;
  const file2 = files?.[0];
  return {
    app: toApp(row),
    viewer: {
      email: textOrNull(row, "email"),
      member: roleOrNull(row, "member"),
      collaborator: roleOrNull(row, "collaborator"),
      hasLink: "slug" in request.by
    },
    asset: file2 ? {
      path: textOf(file2, "path"),
      sha256: textOf(file2, "sha256"),
      size: numberOf(file2, "size"),
      key: textOf(file2, "key")
    } : null
  };
}
__name(see, "see");
function toApp(row) {
  const project2 = projectId(textOf(row, "project"));
  if (project2 === null) throw new InternalError("An app's project is no UUID.");
  const embed2 = JSON.parse(textOf(row, "embed"));
  return {
    project: project2,
    workspace: textOf(row, "workspace"),
    slug: textOf(row, "slug"),
    access: wordOf(row, "access", ["workspace", "link", "public"]),
    embed: embed2,
    version: textOf(row, "version"),
    title: textOf(row, "title"),
    description: textOf(row, "description"),
    runtime: wordOf(row, "runtime", ["browser", "server"]),
    updated: numberOf(row, "updated")
  };
}
__name(toApp, "toApp");
function roleOrNull(row, column) {
  return row[column] === null || row[column] === void 0 ? null : wordOf(row, column, ROLES);
}
__name(roleOrNull, "roleOrNull");
async function findApp(database, project2, email2) {
  const row = await first(
    database,
    `SELECT ${APP}, m.role AS member, c.role AS collaborator ${FROM}
     LEFT JOIN member m ON m.workspace = a.workspace AND m.email = ?2
     LEFT JOIN collaborator c ON c.project = a.project AND c.email = ?2 WHERE a.project = ?1`,
    project2,
    email2
  );
  return row && { app: toApp(row), viewer: viewerOf(row, email2) };
}
__name(findApp, "findApp");
function viewerOf(row, email2) {
  return { email: email2, member: roleOrNull(row, "member"), collaborator: roleOrNull(row, "collaborator"), hasLink: false };
}
__name(viewerOf, "viewerOf");
async function appsOf(database, email2) {
  const found = await rows(
    database,
    `SELECT ${APP}, m.role AS member, c.role AS collaborator ${FROM}
     LEFT JOIN member m ON m.workspace = a.workspace AND m.email = ?1
     LEFT JOIN collaborator c ON c.project = a.project AND c.email = ?1
     WHERE m.role IS NOT NULL OR c.role IS NOT NULL ORDER BY a.updated DESC`,
    email2
  );
  return found.map((row) => ({ app: toApp(row), viewer: viewerOf(row, email2) }));
}
__name(appsOf, "appsOf");
async function publicApps(database, workspace2) {
  const found = await rows(
    database,
    `SELECT ${APP} ${FROM} WHERE a.access = 'public' AND (?1 IS NULL OR a.workspace = ?1) ORDER BY a.updated DESC LIMIT 50000`,
    workspace2
  );
  return found.map(toApp);
}
__name(publicApps, "publicApps");
var CHUNK = 2e3;
async function addVersion(database, version) {
  const id2 = newId();
  const { project: project2, now } = version;
  const files = [];
  for (let start = 0; start < version.files.length; start += CHUNK) {
    const chunk = version.files.slice(start, start + CHUNK).map(({ path, sha256: sha2564 }) => [path, sha2564]);
    files.push(
      sql(
        "INSERT INTO asset (version, path, sha256) SELECT ?1, value ->> 0, value ->> 1 FROM json_each(?2)",
        id2,
        JSON.stringify(chunk)
      )
    );
  }
  await database.batch([
    // An app that is not the one expected makes NULL, which the column refuses, and with it the whole batch.
    sql(
      `INSERT INTO app (project, workspace, slug, access, embed, version, updated) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
       ON CONFLICT (project) DO UPDATE SET access = ?4, embed = ?5, updated = ?7,
         version = CASE WHEN ?8 IS NULL OR version = ?8 THEN ?6 END`,
      project2,
      version.workspace,
      newSlug(),
      version.access,
      JSON.stringify(version.embed),
      id2,
      now,
      version.follows
    ),
    sql(
      `INSERT INTO version (id, project, number, created, by, title, description, runtime, blocks, notes)
       SELECT ?1, ?2, coalesce(max(number), 0) + 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM version WHERE project = ?2`,
      id2,
      project2,
      now,
      version.by,
      version.title,
      version.description,
      version.runtime,
      JSON.stringify(version.blocks),
      version.notes
    ),
    sql(
      `INSERT OR IGNORE INTO collaborator (project, email, role)
       SELECT ?1, ?2, 'owner' WHERE (SELECT count(*) FROM version WHERE project = ?1) = 1`,
      project2,
      version.by
    ),
    ...files,
    sql(
      `DELETE FROM version WHERE project = ?1 AND id <> ?2
       AND number <= (SELECT number FROM version WHERE id = ?2) - ${KEPT_VERSIONS}`,
      project2,
      id2
    )
  ]);
  return id2;
}
__name(addVersion, "addVersion");

// worker/registry/blobs.ts
async function missingOf(database, workspace2, sha2564) {
  const found = await rows(
    database,
    "SELECT value FROM json_each(?2) WHERE value NOT IN (SELECT sha256 FROM holder WHERE workspace = ?1)",
    workspace2,
    JSON.stringify([...new Set(sha2564)])
  );
  return found.map((row) => textOf(row, "value"));
}
__name(missingOf, "missingOf");
async function holds(database, workspace2, sha2564) {
  return (await missingOf(database, workspace2, [sha2564])).length === 0;
}
__name(holds, "holds");
function newKey(sha2564) {
  return `${sha2564.slice(0, 2)}/${sha2564}.${newId()}`;
}
__name(newKey, "newKey");
async function keepBlob(database, blob) {
  const result = await database.batch([
    sql(
      "INSERT OR IGNORE INTO blob (sha256, key, size, created) VALUES (?1, ?2, ?3, ?4)",
      blob.sha256,
      blob.key,
      blob.size,
      blob.now
    ),
    sql(
      "INSERT OR IGNORE INTO holder (workspace, sha256, created) VALUES (?1, ?2, ?3)",
      blob.workspace,
      blob.sha256,
      blob.now
    ),
    sql("DELETE FROM upload WHERE workspace = ?1 AND sha256 = ?2", blob.workspace, blob.sha256),
    sql("SELECT key FROM blob WHERE sha256 = ?1", blob.sha256)
  ]);
  const row = result[3]?.[0];
  return row ? textOf(row, "key") : blob.key;
}
__name(keepBlob, "keepBlob");
async function findUpload(database, workspace2, by) {
  const [column, value] = "id" in by ? ["id", by.id] : ["sha256", by.sha256];
  const row = await first(database, `SELECT * FROM upload WHERE workspace = ?1 AND ${column} = ?2`, workspace2, value);
  if (!row) return null;
  const id2 = textOf(row, "id");
  const parts = await rows(database, "SELECT number, tag FROM upload_part WHERE upload = ?1 ORDER BY number", id2);
  return {
    id: id2,
    workspace: workspace2,
    sha256: textOf(row, "sha256"),
    size: numberOf(row, "size"),
    part: numberOf(row, "part"),
    key: textOf(row, "key"),
    handle: textOf(row, "handle"),
    parts: parts.map((part) => ({ number: numberOf(part, "number"), tag: textOf(part, "tag") }))
  };
}
__name(findUpload, "findUpload");
async function addUpload(database, upload, now) {
  const { id: id2, workspace: workspace2, sha256: sha2564, size, part, key, handle } = upload;
  await database.batch([
    sql(
      `INSERT INTO upload (id, workspace, sha256, size, part, key, handle, created) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`,
      id2,
      workspace2,
      sha2564,
      size,
      part,
      key,
      handle,
      now
    )
  ]);
}
__name(addUpload, "addUpload");
async function addPart(database, upload, number, tag2) {
  await database.batch([
    sql("INSERT OR REPLACE INTO upload_part (upload, number, tag) VALUES (?1, ?2, ?3)", upload, number, tag2)
  ]);
}
__name(addPart, "addPart");
async function dropUpload(database, id2) {
  await database.batch([sql("DELETE FROM upload WHERE id = ?1", id2)]);
}
__name(dropUpload, "dropUpload");
async function forgetUnused(database, before) {
  const [, gone2] = await database.batch([
    sql(
      `DELETE FROM holder WHERE created < ?1 AND NOT EXISTS (
         SELECT 1 FROM asset f JOIN version v ON v.id = f.version JOIN app a ON a.project = v.project
         WHERE f.sha256 = holder.sha256 AND a.workspace = holder.workspace)`,
      before
    ),
    sql(
      `DELETE FROM blob WHERE NOT EXISTS (SELECT 1 FROM holder h WHERE h.sha256 = blob.sha256)
       AND NOT EXISTS (SELECT 1 FROM asset f WHERE f.sha256 = blob.sha256) RETURNING key`
    )
  ]);
  return (gone2 ?? []).map((row) => textOf(row, "key"));
}
__name(forgetUnused, "forgetUnused");
async function staleUploads(database, before) {
  const found = await rows(database, "DELETE FROM upload WHERE created < ?1 RETURNING *", before);
  return found.map((row) => ({
    id: textOf(row, "id"),
    workspace: textOf(row, "workspace"),
    sha256: textOf(row, "sha256"),
    size: numberOf(row, "size"),
    part: numberOf(row, "part"),
    key: textOf(row, "key"),
    handle: textOf(row, "handle")
  }));
}
__name(staleUploads, "staleUploads");

// worker/registry/people.ts
async function workspacesOf(database, email2) {
  const found = await rows(
    database,
    "SELECT w.id, w.name, m.role FROM workspace w JOIN member m ON m.workspace = w.id WHERE m.email = ?1 ORDER BY w.created, w.id",
    email2
  );
  return found.map((row) => ({ id: textOf(row, "id"), name: textOf(row, "name"), role: wordOf(row, "role", ROLES) }));
}
__name(workspacesOf, "workspacesOf");
async function memberRole(database, workspace2, email2) {
  const row = await first(database, "SELECT role FROM member WHERE workspace = ?1 AND email = ?2", workspace2, email2);
  return row && wordOf(row, "role", ROLES);
}
__name(memberRole, "memberRole");
async function editsProjectIn(database, workspace2, email2) {
  const row = await first(
    database,
    `SELECT 1 FROM collaborator c JOIN app a ON a.project = c.project
     WHERE a.workspace = ?1 AND c.email = ?2 AND c.role <> 'viewer' LIMIT 1`,
    workspace2,
    email2
  );
  return row !== null;
}
__name(editsProjectIn, "editsProjectIn");
async function addWorkspace(database, { name, owner, now }) {
  const id2 = newId();
  await database.batch([
    sql("INSERT INTO workspace (id, name, created) VALUES (?1, ?2, ?3)", id2, name, now),
    sql("INSERT INTO member (workspace, email, role) VALUES (?1, ?2, 'owner')", id2, owner)
  ]);
  return { id: id2, name, role: "owner" };
}
__name(addWorkspace, "addWorkspace");
function tableOf(circle) {
  return "workspace" in circle ? ["member", "workspace", circle.workspace] : ["collaborator", "project", circle.project];
}
__name(tableOf, "tableOf");
async function peopleOf(database, circle) {
  const [table2, column, id2] = tableOf(circle);
  const found = await rows(database, `SELECT email, role FROM ${table2} WHERE ${column} = ?1 ORDER BY email`, id2);
  return found.map((row) => ({ email: textOf(row, "email"), role: wordOf(row, "role", ROLES) }));
}
__name(peopleOf, "peopleOf");
async function setRole(database, circle, person) {
  const [table2, column, id2] = tableOf(circle);
  return keepsOwner(
    database,
    circle,
    sql(
      `INSERT INTO ${table2} (${column}, email, role) VALUES (?1, ?2, ?3)
       ON CONFLICT (${column}, email) DO UPDATE SET role = ?3
       WHERE ?3 = 'owner' OR role <> 'owner' OR ${otherOwner(table2, column)} RETURNING email`,
      id2,
      person.email,
      person.role
    )
  );
}
__name(setRole, "setRole");
async function removePerson(database, circle, email2) {
  const [table2, column, id2] = tableOf(circle);
  return keepsOwner(
    database,
    circle,
    sql(
      `DELETE FROM ${table2} WHERE ${column} = ?1 AND email = ?2 AND (role <> 'owner' OR ${otherOwner(table2, column)}) RETURNING email`,
      id2,
      email2
    )
  );
}
__name(removePerson, "removePerson");
function otherOwner(table2, column) {
  if (table2 !== "member") return "TRUE";
  return `EXISTS (SELECT 1 FROM ${table2} o WHERE o.${column} = ?1 AND o.role = 'owner' AND o.email <> ?2)`;
}
__name(otherOwner, "otherOwner");
async function keepsOwner(database, _circle, statement) {
  return ((await database.batch([statement]))[0] ?? []).length > 0;
}
__name(keepsOwner, "keepsOwner");

// worker/registry/removal.ts
async function removeApp(database, { project: project2, workspace: workspace2 }) {
  const ofApp = /* @__PURE__ */ __name((condition) => `SELECT f.sha256 FROM asset f JOIN version v ON v.id = f.version JOIN app a ON a.project = v.project WHERE ${condition}`, "ofApp");
  const result = await database.batch([
    sql(
      `DELETE FROM holder WHERE workspace = ?2 AND sha256 IN (${ofApp("a.project = ?1")})
       AND sha256 NOT IN (${ofApp("a.project <> ?1 AND a.workspace = ?2")})`,
      project2,
      workspace2
    ),
    sql("DELETE FROM app WHERE project = ?1", project2),
    sql(
      `DELETE FROM blob WHERE NOT EXISTS (SELECT 1 FROM holder h WHERE h.sha256 = blob.sha256)
       AND NOT EXISTS (SELECT 1 FROM asset f WHERE f.sha256 = blob.sha256) RETURNING key`
    )
  ]);
  return (result[2] ?? []).map((row) => textOf(row, "key"));
}
__name(removeApp, "removeApp");

// worker/registry/versions.ts
var LIST = `SELECT v.id, v.number, v.created, v.by, v.id = a.version AS visible,
  (SELECT count(*) FROM asset f WHERE f.version = v.id) AS files,
  (SELECT coalesce(sum(b.size), 0) FROM asset f JOIN blob b ON b.sha256 = f.sha256 WHERE f.version = v.id) AS bytes
  FROM version v JOIN app a ON a.project = v.project WHERE v.project = ?1`;
async function versionsOf(database, project2) {
  return (await rows(database, `${LIST} ORDER BY v.number DESC`, project2)).map(toVersion);
}
__name(versionsOf, "versionsOf");
function toVersion(row) {
  return {
    id: textOf(row, "id"),
    number: numberOf(row, "number"),
    created: new Date(numberOf(row, "created")).toISOString(),
    by: textOf(row, "by"),
    files: numberOf(row, "files"),
    bytes: numberOf(row, "bytes"),
    visible: numberOf(row, "visible") === 1
  };
}
__name(toVersion, "toVersion");
async function showVersion(database, { project: project2, version, now }) {
  await database.batch([
    sql(
      `UPDATE app SET version = ?2, updated = ?3
       WHERE project = ?1 AND EXISTS (SELECT 1 FROM version WHERE id = ?2 AND project = ?1)`,
      project2,
      version,
      now
    )
  ]);
}
__name(showVersion, "showVersion");
async function versionContent(database, version) {
  const [files, blocks] = await database.batch([
    sql(
      "SELECT f.path, f.sha256, b.size FROM asset f JOIN blob b ON b.sha256 = f.sha256 WHERE f.version = ?1 ORDER BY f.path",
      version
    ),
    sql("SELECT blocks, notes FROM version WHERE id = ?1", version)
  ]);
  const row = blocks?.[0];
  const marks = row ? JSON.parse(textOf(row, "blocks")) : [];
  return {
    files: (files ?? []).map((file2) => ({
      path: textOf(file2, "path"),
      sha256: textOf(file2, "sha256"),
      size: numberOf(file2, "size")
    })),
    blocks: marks,
    notes: row ? textOf(row, "notes") : ""
  };
}
__name(versionContent, "versionContent");

// worker/registry/visits.ts
function dayOf(time2) {
  return new Date(time2).toISOString().slice(0, 10);
}
__name(dayOf, "dayOf");
function countViewer(database, project2, day) {
  return count(database, { project: project2, day, column: "viewers" });
}
__name(countViewer, "countViewer");
function countRun(database, project2, day) {
  return count(database, { project: project2, day, column: "runs" });
}
__name(countRun, "countRun");
async function count(database, { project: project2, day, column }) {
  await database.batch([
    sql(
      // An app that has gone meanwhile counts nothing.
      `INSERT INTO visits (project, day, ${column}) SELECT project, ?2, 1 FROM app WHERE project = ?1
       ON CONFLICT (project, day) DO UPDATE SET ${column} = ${column} + 1`,
      project2,
      day
    )
  ]);
}
__name(count, "count");
async function visitsOf(database, project2) {
  const found = await rows(
    database,
    "SELECT day, viewers, runs FROM visits WHERE project = ?1 ORDER BY day DESC LIMIT 1000",
    project2
  );
  return {
    days: found.map((row) => ({
      day: textOf(row, "day"),
      viewers: numberOf(row, "viewers"),
      runs: numberOf(row, "runs")
    }))
  };
}
__name(visitsOf, "visitsOf");

// worker/site.ts
var SLUG = /^[a-z2-7]{26}$/;
function isSlug(text2) {
  return SLUG.test(text2);
}
__name(isSlug, "isSlug");
function placeOf(site, host) {
  const name = host.toLowerCase();
  if (name === new URL(site.origin).host) return { kind: "site" };
  if (site.appHost === null || !name.endsWith(`.${site.appHost}`)) return { kind: "foreign" };
  const slug = name.slice(0, -site.appHost.length - 1);
  return { kind: "app", slug };
}
__name(placeOf, "placeOf");
function appOrigin(site, slug) {
  return site.appHost === null ? site.origin : `${new URL(site.origin).protocol}//${slug}.${site.appHost}`;
}
__name(appOrigin, "appOrigin");
function appBase(site, slug) {
  return site.appHost === null ? `/a/${slug}/` : "/";
}
__name(appBase, "appBase");
function appLink(site, slug) {
  return appOrigin(site, slug) + appBase(site, slug);
}
__name(appLink, "appLink");

// node_modules/hono/dist/utils/cookie.js
var validCookieNameRegEx = /^[\w!#$%&'*.^`|~+-]+$/;
var relaxedCookieNameRegEx = /^[!#-:<>-[\]-~]+$/;
var validCookieValueRegEx = /^[ !#-:<-[\]-~]*$/;
var trimCookieWhitespace = /* @__PURE__ */ __name((value) => {
  let start = 0;
  let end = value.length;
  while (start < end) {
    const charCode = value.charCodeAt(start);
    if (charCode !== 32 && charCode !== 9) break;
    start++;
  }
  while (end > start) {
    const charCode = value.charCodeAt(end - 1);
    if (charCode !== 32 && charCode !== 9) break;
    end--;
  }
  return start === 0 && end === value.length ? value : value.slice(start, end);
}, "trimCookieWhitespace");
var parse = /* @__PURE__ */ __name((cookie, name) => {
  if (name && cookie.indexOf(name) === -1) return {};
  const pairs = cookie.split(";");
  const parsedCookie = /* @__PURE__ */ Object.create(null);
  for (const pairStr of pairs) {
    const valueStartPos = pairStr.indexOf("=");
    if (valueStartPos === -1) continue;
    const cookieName = trimCookieWhitespace(pairStr.substring(0, valueStartPos));
    if (name && name !== cookieName || !relaxedCookieNameRegEx.test(cookieName) || cookieName in parsedCookie) continue;
    let cookieValue = trimCookieWhitespace(pairStr.substring(valueStartPos + 1));
    if (cookieValue.startsWith('"') && cookieValue.endsWith('"')) cookieValue = cookieValue.slice(1, -1);
    if (validCookieValueRegEx.test(cookieValue)) {
      parsedCookie[cookieName] = tryDecodeURIComponent(cookieValue);
      if (name) break;
    }
  }
  return parsedCookie;
}, "parse");
var _serialize = /* @__PURE__ */ __name((name, value, opt = {}) => {
  if (!validCookieNameRegEx.test(name)) throw new Error("Invalid cookie name");
  let cookie = `${name}=${value}`;
  if (/^__secure-/i.test(name) && !opt.secure) throw new Error("__Secure- Cookie must have Secure attributes");
  if (/^__host-/i.test(name)) {
    if (!opt.secure) throw new Error("__Host- Cookie must have Secure attributes");
    if (opt.path !== "/") throw new Error('__Host- Cookie must have Path attributes with "/"');
    if (opt.domain) throw new Error("__Host- Cookie must not have Domain attributes");
  }
  for (const key of [
    "domain",
    "path",
    "sameSite",
    "priority"
  ]) if (opt[key] && /[;\r\n]/.test(opt[key])) throw new Error(`${key} must not contain ";", "\\r", or "\\n"`);
  if (opt && typeof opt.maxAge === "number" && opt.maxAge >= 0) {
    if (opt.maxAge > 3456e4) throw new Error("Cookies Max-Age SHOULD NOT be greater than 400 days (34560000 seconds) in duration.");
    cookie += `; Max-Age=${opt.maxAge | 0}`;
  }
  if (opt.domain && opt.prefix !== "host") cookie += `; Domain=${opt.domain}`;
  if (opt.path) cookie += `; Path=${opt.path}`;
  if (opt.expires) {
    if (opt.expires.getTime() - Date.now() > 3456e7) throw new Error("Cookies Expires SHOULD NOT be greater than 400 days (34560000 seconds) in the future.");
    cookie += `; Expires=${opt.expires.toUTCString()}`;
  }
  if (opt.httpOnly) cookie += "; HttpOnly";
  if (opt.secure) cookie += "; Secure";
  if (opt.sameSite) cookie += `; SameSite=${opt.sameSite.charAt(0).toUpperCase() + opt.sameSite.slice(1)}`;
  if (opt.priority) cookie += `; Priority=${opt.priority.charAt(0).toUpperCase() + opt.priority.slice(1)}`;
  if (opt.partitioned) {
    if (!opt.secure) throw new Error("Partitioned Cookie must have Secure attributes");
    cookie += "; Partitioned";
  }
  return cookie;
}, "_serialize");
var serialize = /* @__PURE__ */ __name((name, value, opt) => {
  value = encodeURIComponent(value);
  return _serialize(name, value, opt);
}, "serialize");

// node_modules/hono/dist/helper/cookie/index.js
var getCookie = /* @__PURE__ */ __name((c, key, prefix) => {
  const cookie = c.req.raw.headers.get("Cookie");
  if (typeof key === "string") {
    if (!cookie) return;
    let finalKey = key;
    if (prefix === "secure") finalKey = "__Secure-" + key;
    else if (prefix === "host") finalKey = "__Host-" + key;
    return parse(cookie, finalKey)[finalKey];
  }
  if (!cookie) return {};
  return parse(cookie);
}, "getCookie");
var generateCookie = /* @__PURE__ */ __name((name, value, opt) => {
  let cookie;
  if (opt?.prefix === "secure") cookie = serialize("__Secure-" + name, value, {
    path: "/",
    ...opt,
    secure: true
  });
  else if (opt?.prefix === "host") cookie = serialize("__Host-" + name, value, {
    ...opt,
    path: "/",
    secure: true,
    domain: void 0
  });
  else cookie = serialize(name, value, {
    path: "/",
    ...opt
  });
  return cookie;
}, "generateCookie");
var setCookie = /* @__PURE__ */ __name((c, name, value, opt) => {
  const cookie = generateCookie(name, value, opt);
  c.header("Set-Cookie", cookie, { append: true });
}, "setCookie");

// worker/gate/session-cookie.ts
var COOKIE = "__Host-nb";
var FRAME_COOKIE = "__Host-nb-frame";
var SECRET = /^[A-Za-z0-9_-]{43}$/;
async function sessionHash(context) {
  const secret = bearer(context) ?? getCookie(context, COOKIE) ?? getCookie(context, FRAME_COOKIE) ?? "";
  return SECRET.test(secret) ? sha2563(secret) : "";
}
__name(sessionHash, "sessionHash");
function bearer(context) {
  return /^Bearer ([\x21-\x7e]{1,200})$/i.exec(context.req.header("Authorization") ?? "")?.[1] ?? null;
}
__name(bearer, "bearer");
function setSessionCookie(context, secret, lifetime) {
  setCookie(context, COOKIE, secret, { ...HOST, sameSite: "Lax", maxAge: Math.floor(lifetime / 1e3) });
}
__name(setSessionCookie, "setSessionCookie");
function setFrameCookie(context, secret, lifetime) {
  setCookie(context, FRAME_COOKIE, secret, {
    ...HOST,
    sameSite: "None",
    partitioned: true,
    maxAge: Math.floor(lifetime / 1e3)
  });
}
__name(setFrameCookie, "setFrameCookie");
function clearSessionCookies(context) {
  setCookie(context, COOKIE, "", { ...HOST, sameSite: "Lax", maxAge: 0 });
  setCookie(context, FRAME_COOKIE, "", { ...HOST, sameSite: "None", partitioned: true, maxAge: 0 });
}
__name(clearSessionCookies, "clearSessionCookies");
var HOST = { path: "/", httpOnly: true, secure: true };

// worker/registry/sessions.ts
var LIFETIME = {
  site: 12 * 36e5,
  app: 12 * 36e5,
  token: 90 * 864e5
};
async function startSession(database, session) {
  const secret = newSecret();
  const hash = await sha2563(secret);
  const expires = session.now + (session.lifetime ?? LIFETIME[session.kind]);
  await database.batch([
    sql(
      "INSERT INTO session (hash, kind, email, project, parent, name, created, expires) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
      hash,
      session.kind,
      session.email,
      session.project,
      session.parent,
      session.name,
      session.now,
      expires
    )
  ]);
  return { secret, hash, expires };
}
__name(startSession, "startSession");
async function findSession(database, hash, now) {
  const row = await first(database, "SELECT * FROM session WHERE hash = ?1 AND expires > ?2", hash, now);
  return row && {
    hash,
    kind: wordOf(row, "kind", ["site", "app", "token"]),
    email: textOf(row, "email"),
    project: textOrNull(row, "project"),
    expires: numberOf(row, "expires")
  };
}
__name(findSession, "findSession");
async function endSession(database, hash) {
  await database.batch([sql("DELETE FROM session WHERE hash = ?1", hash)]);
}
__name(endSession, "endSession");
async function endFamily(database, hash) {
  await database.batch([
    sql("DELETE FROM session WHERE hash = (SELECT coalesce(parent, hash) FROM session WHERE hash = ?1)", hash)
  ]);
}
__name(endFamily, "endFamily");
async function endSessionsOf(database, email2) {
  await database.batch([sql("DELETE FROM session WHERE email = ?1", email2)]);
}
__name(endSessionsOf, "endSessionsOf");

// worker/api/caller.ts
function withToken(deps) {
  return async (context, next) => {
    const hash = await sessionHash(context);
    const session = hash === "" ? null : await findSession(deps.database, hash, deps.clock());
    if (session === null || session.kind === "app")
      throw signInFirst("This call needs a valid token.", "Run 'notebook-app login', then try again.");
    if (!await deps.limit("api", hash)) throw slowDown(10);
    context.set("email", session.email);
    context.set("session", hash);
    await next();
  };
}
__name(withToken, "withToken");
var LARGEST_BODY = 4 * 1024 * 1024;
async function bodyOf(context, check) {
  const type = context.req.header("Content-Type") ?? "";
  if (!/^application\/json\b/i.test(type))
    throw badRequest("The body must be JSON.", "Send it with Content-Type: application/json.");
  const text2 = await limitedText(context.req.raw, LARGEST_BODY);
  let json;
  try {
    json = JSON.parse(text2);
  } catch {
    throw badRequest("The body is no valid JSON.", "Check the request's body.");
  }
  const found = check(json, "");
  if (!found.ok) throw badRequest(found.fault.message, "Correct the request; an older command may need an update.");
  return found.value;
}
__name(bodyOf, "bodyOf");
async function limitedText(request, max) {
  const refuse = /* @__PURE__ */ __name(() => tooLarge("The body is too large.", `Send at most ${max} bytes.`), "refuse");
  if (Number(request.headers.get("Content-Length") ?? 0) > max) throw refuse();
  const decoder3 = new TextDecoder();
  let text2 = "";
  let size = 0;
  if (request.body === null) return text2;
  for await (const chunk of streamOf(request.body)) {
    size += chunk.byteLength;
    if (size > max) throw refuse();
    text2 += decoder3.decode(chunk, { stream: true });
  }
  return text2 + decoder3.decode();
}
__name(limitedText, "limitedText");
async function* streamOf(body) {
  const reader = body.getReader();
  try {
    for (; ; ) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {
    });
  }
}
__name(streamOf, "streamOf");
async function appFor(context, deps, action) {
  const project2 = projectId(context.req.param("project") ?? "");
  if (project2 === null)
    throw badRequest("That is no project id.", "Project ids are UUIDs; see the app's settings file.");
  const found = await findApp(deps.database, project2, context.get("email"));
  context.set("project", project2);
  if (found === null) throw notFound("There is no such app.");
  const decision = decide(found.app, found.viewer, action);
  if (decision.allowed) return found;
  if (decision.because === "forbidden") throw forbidden(FORBIDDEN, "Ask an owner of the app or of its workspace.");
  throw notFound("There is no such app.");
}
__name(appFor, "appFor");
var FORBIDDEN = "Your role in this app does not allow that.";
async function workspaceFor(context, deps, role2) {
  const workspace2 = context.req.param("workspace") ?? "";
  const own = await memberRole(deps.database, workspace2, context.get("email"));
  if (own === null) throw notFound("There is no such workspace.");
  if (atLeast(own, role2)) return workspace2;
  throw forbidden("Your role in this workspace does not allow that.", "Ask one of its owners.");
}
__name(workspaceFor, "workspaceFor");
async function uploadSpace(context, deps) {
  const workspace2 = context.req.param("workspace") ?? "";
  return await editsProjectIn(deps.database, workspace2, context.get("email")) ? workspace2 : workspaceFor(context, deps, "editor");
}
__name(uploadSpace, "uploadSpace");

// worker/api/apps.ts
function appsApi(deps) {
  const { database } = deps;
  const api = new Hono3();
  api.get("/apps", async (context) => {
    const found = await appsOf(database, context.get("email"));
    return context.json({ apps: found.map(({ app: app2, viewer }) => appInfo2(deps, app2, viewer)) });
  });
  api.put("/apps/:project", async (context) => {
    const project2 = projectId(context.req.param("project"));
    if (project2 === null) throw badRequest("That is no project id.", "Project ids are UUIDs.");
    context.set("project", project2);
    const wanted = await bodyOf(context, manifest);
    const answer2 = await publish(deps, { project: project2, wanted, email: context.get("email") });
    return context.json(answer2, answer2.created ? 201 : 200);
  });
  api.get("/apps/:project", async (context) => {
    const { app: app2, viewer } = await appFor(context, deps, "publish");
    return context.json({ ...appInfo2(deps, app2, viewer), ...await versionContent(database, app2.version) });
  });
  api.patch("/apps/:project", async (context) => {
    const { app: app2 } = await appFor(context, deps, "govern");
    const change = await bodyOf(context, appChange);
    await changeApp(database, { project: app2.project, change, now: deps.clock() });
    if (change.access !== void 0 && change.access !== app2.access) await deps.kernels?.end(app2.project);
    return context.json(await infoOf(context, deps, app2.project));
  });
  api.delete("/apps/:project", async (context) => {
    const { app: app2 } = await appFor(context, deps, "govern");
    const keys = await removeApp(database, app2);
    await deps.kernels?.end(app2.project);
    await deps.blobs.delete(keys);
    return context.body(null, 204);
  });
  api.get("/apps/:project/versions", async (context) => {
    const { app: app2 } = await appFor(context, deps, "publish");
    return context.json({ versions: await versionsOf(database, app2.project) });
  });
  api.post("/apps/:project/rollback", async (context) => {
    const { app: app2, viewer } = await appFor(context, deps, "publish");
    const { version } = await bodyOf(context, rollbackRequest);
    const target = await rollbackTarget(deps, app2, version);
    await showVersion(database, { project: app2.project, version: target, now: deps.clock() });
    return context.json(await publishAnswer2(deps, { project: app2.project, email: viewer.email ?? "", created: false }));
  });
  api.post("/apps/:project/rotate", async (context) => {
    const { app: app2 } = await appFor(context, deps, "govern");
    await rotateLink(database, app2.project);
    await deps.kernels?.end(app2.project);
    return context.json(await infoOf(context, deps, app2.project));
  });
  api.get("/apps/:project/analytics", async (context) => {
    const { app: app2 } = await appFor(context, deps, "publish");
    return context.json(await visitsOf(database, app2.project));
  });
  return api;
}
__name(appsApi, "appsApi");
async function publish(deps, request) {
  const { project: project2, wanted, email: email2 } = request;
  checkFiles(wanted, deps.limits.files);
  const before = await findApp(deps.database, project2, email2);
  const workspace2 = before === null ? await newHome(deps, request) : mayReplace(before, wanted).workspace;
  const missing = await missingOf(
    deps.database,
    workspace2,
    wanted.files.map(({ sha256: sha2564 }) => sha2564)
  );
  if (missing.length > 0) throw missingBlobs(missing);
  try {
    await addVersion(deps.database, {
      ...wanted,
      project: project2,
      workspace: workspace2,
      by: email2,
      now: deps.clock(),
      access: wanted.access ?? before?.app.access ?? "workspace"
    });
  } catch (error) {
    if (!(error instanceof ConstraintError)) throw error;
    throw conflict("Another version has been published meanwhile.", "Look at it, then publish again.");
  }
  if (wanted.access !== null && before !== null && wanted.access !== before.app.access)
    await deps.kernels?.end(project2);
  return publishAnswer2(deps, { project: project2, email: email2, created: before === null });
}
__name(publish, "publish");
function checkFiles({ files }, most) {
  const paths = new Set(files.map(({ path }) => path));
  if (files.length > most) throw badRequest(`An app has at most ${most} files.`, "Publish fewer work files.");
  if (paths.size < files.length) throw badRequest("A path is named twice.", "Name each path once.");
  for (const needed of ["index.html", "app.json"])
    if (!paths.has(needed))
      throw badRequest(`The app has no ${needed}.`, "Publish a folder that 'notebook-app build' wrote.");
  const taken = files.find(({ path }) => path.startsWith("-/"));
  if (taken) throw badRequest(`'${taken.path}' cannot be published.`, "Rename the folder '-'.");
}
__name(checkFiles, "checkFiles");
async function newHome(deps, { wanted, email: email2 }) {
  const own = await workspacesOf(deps.database, email2);
  const home = own.find(
    ({ id: id2, role: role2 }) => wanted.workspace === null ? atLeast(role2, "editor") : id2 === wanted.workspace
  );
  if (home && atLeast(home.role, "editor")) return home.id;
  if (wanted.workspace !== null && !home) throw notFound("There is no such workspace.");
  throw forbidden("You may not publish in a workspace here.", "Ask an owner of the workspace to make you an editor.");
}
__name(newHome, "newHome");
function mayReplace({ app: app2, viewer }, wanted) {
  if (!decide(app2, viewer, "publish").allowed)
    throw forbidden(
      "This project is published by somebody else.",
      "Remove 'project' from the notebook's settings file to publish a copy of your own, or ask for access."
    );
  const changes = wanted.access !== null && wanted.access !== app2.access;
  if (changes && !decide(app2, viewer, "govern").allowed)
    throw forbidden(
      "Your role does not allow changing who may open the app.",
      `Leave access at '${app2.access}', or ask an owner.`
    );
  return app2;
}
__name(mayReplace, "mayReplace");
async function rollbackTarget(deps, app2, version) {
  const versions = await versionsOf(deps.database, app2.project);
  const visible = versions.findIndex(({ id: id2 }) => id2 === app2.version);
  const target = version === null ? versions[visible + 1] : versions.find(({ id: id2 }) => id2 === version);
  if (target) return target.id;
  throw version === null ? conflict("There is no earlier version.", "Publish the notebook as it should be.") : notFound("That version is not kept any more.");
}
__name(rollbackTarget, "rollbackTarget");
async function publishAnswer2(deps, { project: project2, email: email2, created }) {
  const found = await findApp(deps.database, project2, email2);
  const version = (await versionsOf(deps.database, project2)).find(({ visible }) => visible);
  if (found === null || !version) throw new InternalError("A published app is not there.");
  return { app: appInfo2(deps, found.app, found.viewer), version, created };
}
__name(publishAnswer2, "publishAnswer");
async function infoOf(context, deps, project2) {
  const found = await findApp(deps.database, project2, context.get("email"));
  if (found === null) throw notFound("There is no such app.");
  return appInfo2(deps, found.app, found.viewer);
}
__name(infoOf, "infoOf");
function appInfo2(deps, app2, viewer) {
  return {
    project: app2.project,
    workspace: app2.workspace,
    title: app2.title,
    description: app2.description,
    access: app2.access,
    embed: app2.embed,
    runtime: app2.runtime,
    link: appLink(deps.site, app2.slug),
    version: app2.version,
    updated: new Date(app2.updated).toISOString(),
    role: roleOf(viewer) ?? "viewer"
  };
}
__name(appInfo2, "appInfo");

// worker/api/blobs.ts
function blobsApi(deps) {
  const { database, limits } = deps;
  const api = new Hono3();
  api.post("/workspaces/:workspace/missing", async (context) => {
    const workspace2 = await uploadSpace(context, deps);
    const { sha256: sha2564 } = await bodyOf(context, missingRequest);
    return context.json({ missing: await missingOf(database, workspace2, sha2564) });
  });
  api.get("/workspaces/:workspace/blobs/:sha256", async (context) => {
    const workspace2 = await uploadSpace(context, deps);
    if (context.req.method !== "HEAD" || !await holds(database, workspace2, shaOf(context))) throw notFound();
    return context.body(null, 200);
  });
  api.put("/workspaces/:workspace/blobs/:sha256", async (context) => {
    const workspace2 = await uploadSpace(context, deps);
    const sha2564 = shaOf(context);
    if (await holds(database, workspace2, sha2564)) return context.body(null, 200);
    const size = lengthOf(context);
    if (size > limits.blob)
      throw tooLarge(`One upload holds at most ${limits.blob} bytes.`, "Send the file in parts: POST \u2026/uploads.");
    const key = newKey(sha2564);
    if (!await deps.blobs.put(key, bytesOf(context), { sha256: sha2564, size })) throw mismatch();
    await settle(deps, { workspace: workspace2, sha256: sha2564, size, key });
    return context.body(null, 201);
  });
  api.post("/workspaces/:workspace/uploads", async (context) => {
    const workspace2 = await uploadSpace(context, deps);
    const { sha256: sha2564, size } = await bodyOf(context, uploadRequest);
    const begun = await findUpload(database, workspace2, { sha256: sha2564 });
    if (begun !== null && begun.size === size && begun.part === limits.part) return context.json(uploadInfo2(begun));
    if (begun !== null) await abandon(deps, begun);
    const key = newKey(sha2564);
    const handle = await deps.blobs.beginParts(key);
    const upload = { id: newId(), workspace: workspace2, sha256: sha2564, size, part: limits.part, key, handle };
    await addUpload(database, upload, deps.clock());
    return context.json(uploadInfo2({ ...upload, parts: [] }), 201);
  });
  api.put("/workspaces/:workspace/uploads/:upload/:number", async (context) => {
    const upload = await uploadOf(context, deps);
    const number = Number(context.req.param("number"));
    const expected = partSize(upload, number);
    if (lengthOf(context) !== expected)
      throw badRequest(`Part ${number} must have ${expected} bytes.`, "Cut the file as the upload's answer says.");
    const tag2 = await deps.blobs.putPart(partial(upload), number, bytesOf(context), expected);
    await addPart(database, upload.id, number, tag2);
    return context.body(null, 204);
  });
  api.post("/workspaces/:workspace/uploads/:upload", async (context) => {
    const upload = await uploadOf(context, deps);
    const { missing } = uploadInfo2(upload);
    if (missing.length > 0) throw conflict(`${missing.length} parts are still missing.`, "Send them first.");
    const { workspace: workspace2, sha256: sha2564, size, key } = upload;
    if (!await deps.blobs.finishParts(partial(upload), upload.parts, { sha256: sha2564, size })) {
      await dropUpload(database, upload.id);
      throw mismatch();
    }
    await settle(deps, { workspace: workspace2, sha256: sha2564, size, key });
    return context.body(null, 201);
  });
  return api;
}
__name(blobsApi, "blobsApi");
async function settle(deps, blob) {
  const kept = await keepBlob(deps.database, { ...blob, now: deps.clock() });
  if (kept !== blob.key) await deps.blobs.delete([blob.key]);
}
__name(settle, "settle");
async function abandon(deps, upload) {
  await dropUpload(deps.database, upload.id);
  await deps.blobs.abortParts(partial(upload));
}
__name(abandon, "abandon");
async function uploadOf(context, deps) {
  const workspace2 = await uploadSpace(context, deps);
  const upload = await findUpload(deps.database, workspace2, { id: context.req.param("upload") ?? "" });
  if (upload === null) throw notFound("There is no such upload. Begin it again.");
  return upload;
}
__name(uploadOf, "uploadOf");
function uploadInfo2(upload) {
  const there = new Set(upload.parts.map(({ number }) => number));
  const all = Array.from({ length: Math.ceil(upload.size / upload.part) }, (_, index) => index + 1);
  return { id: upload.id, part: upload.part, missing: all.filter((number) => !there.has(number)) };
}
__name(uploadInfo2, "uploadInfo");
function partSize({ size, part }, number) {
  const count2 = Math.ceil(size / part);
  if (!Number.isInteger(number) || number < 1 || number > count2)
    throw badRequest(`The upload has parts 1 to ${count2}.`, "Cut the file as the upload's answer says.");
  return number < count2 ? part : size - part * (count2 - 1);
}
__name(partSize, "partSize");
function partial({ key, handle, part }) {
  return { key, handle, partSize: part };
}
__name(partial, "partial");
function shaOf(context) {
  const sha2564 = context.req.param("sha256") ?? "";
  if (/^[0-9a-f]{64}$/.test(sha2564)) return sha2564;
  throw badRequest("That is no sha256.", "Give 64 hexadecimal digits in lower case.");
}
__name(shaOf, "shaOf");
function lengthOf(context) {
  const header = context.req.header("Content-Length") ?? "";
  if (!/^\d{1,15}$/.test(header))
    throw lengthRequired("The upload does not say how long it is.", "Send Content-Length.");
  return Number(header);
}
__name(lengthOf, "lengthOf");
function bytesOf(context) {
  return context.req.raw.body ?? new Blob([]).stream();
}
__name(bytesOf, "bytesOf");
function mismatch() {
  return wrongDigest(
    "The bytes do not have that sha256.",
    "The file changed while it was sent, or was damaged. Send it again."
  );
}
__name(mismatch, "mismatch");

// worker/api/people.ts
function peopleApi(deps) {
  const { database } = deps;
  const api = new Hono3();
  api.get("/me", async (context) => {
    const email2 = context.get("email");
    return context.json({ email: email2, workspaces: await workspacesOf(database, email2) });
  });
  api.post("/workspaces", async (context) => {
    const { name } = await bodyOf(context, workspaceRequest);
    return context.json(await addWorkspace(database, { name, owner: context.get("email"), now: deps.clock() }), 201);
  });
  const members = /* @__PURE__ */ __name(async (context) => ({
    workspace: await workspaceFor(context, deps, context.req.method === "GET" ? "viewer" : "owner")
  }), "members");
  const collaborators = /* @__PURE__ */ __name(async (context) => {
    const { app: app2 } = await appFor(context, deps, context.req.method === "GET" ? "publish" : "govern");
    return { project: app2.project };
  }, "collaborators");
  for (const [path, circleOf] of [
    ["/workspaces/:workspace/members", members],
    ["/apps/:project/collaborators", collaborators]
  ]) {
    api.get(path, async (context) => context.json({ people: await peopleOf(database, await circleOf(context)) }));
    api.put(`${path}/:email`, async (context) => {
      const circle = await circleOf(context);
      const { role: role2 } = await bodyOf(context, roleRequest);
      if (!await setRole(database, circle, { email: emailOf(context), role: role2 })) throw lastOwner();
      return context.body(null, 204);
    });
    api.delete(`${path}/:email`, async (context) => {
      const circle = await circleOf(context);
      const person = emailOf(context);
      const removed = await removePerson(database, circle, person);
      if (!removed && (await peopleOf(database, circle)).some(({ email: email2 }) => email2.toLowerCase() === person))
        throw lastOwner();
      return context.body(null, 204);
    });
  }
  return api;
}
__name(peopleApi, "peopleApi");
function emailOf(context) {
  const found = emailAddress((context.req.param("email") ?? "").toLowerCase(), "The address");
  if (!found.ok) throw badRequest(found.fault.message, "Give the address with which the person signs in.");
  return found.value;
}
__name(emailOf, "emailOf");
function lastOwner() {
  return conflict("This is the workspace's last owner.", "Make somebody else an owner first.");
}
__name(lastOwner, "lastOwner");

// worker/registry/tickets.ts
async function issueTicket(database, ticket) {
  const secret = ticket.secret ?? newSecret();
  await database.batch([
    sql(
      "INSERT INTO ticket (hash, kind, data, expires) VALUES (?1, ?2, ?3, ?4)",
      await sha2563(`${ticket.kind}:${secret}`),
      ticket.kind,
      JSON.stringify(ticket.data),
      ticket.expires
    )
  ]);
  return secret;
}
__name(issueTicket, "issueTicket");
async function redeemTicket(database, kind, secret, now) {
  const hash = await sha2563(`${kind}:${secret}`);
  return dataOf(await first(database, "DELETE FROM ticket WHERE hash = ?1 AND expires > ?2 RETURNING data", hash, now));
}
__name(redeemTicket, "redeemTicket");
async function readTicket(database, kind, secret, now) {
  const hash = await sha2563(`${kind}:${secret}`);
  return dataOf(await first(database, "SELECT data FROM ticket WHERE hash = ?1 AND expires > ?2", hash, now));
}
__name(readTicket, "readTicket");
async function updateTicket(database, kind, secret, data) {
  const hash = await sha2563(`${kind}:${secret}`);
  await database.batch([sql("UPDATE ticket SET data = ?2 WHERE hash = ?1", hash, JSON.stringify(data))]);
}
__name(updateTicket, "updateTicket");
function dataOf(row) {
  return row === null ? null : JSON.parse(textOf(row, "data"));
}
__name(dataOf, "dataOf");
async function sweep(database, now) {
  await database.batch([
    sql("DELETE FROM ticket WHERE expires <= ?1", now),
    sql("DELETE FROM session WHERE expires <= ?1", now)
  ]);
}
__name(sweep, "sweep");
async function spendToken(database, secret, now) {
  const row = await first(
    database,
    "INSERT OR IGNORE INTO spent (hash, created) VALUES (?1, ?2) RETURNING hash",
    await sha2563(`owner:${secret}`),
    now
  );
  return row !== null;
}
__name(spendToken, "spendToken");

// worker/sign-in/device.ts
var PATIENCE = 15 * 6e4;
var waiting = record({ name: text(100), userCode: text(20), email: maybe(text(254)) });
var pointer = record({ deviceCode: text(200) });
async function startDevice({ database, clock, site }, name) {
  const expires = clock() + PATIENCE;
  const userCode2 = newUserCode();
  const deviceCode = await issueTicket(database, { kind: "device", data: { name, userCode: userCode2, email: null }, expires });
  await issueTicket(database, { kind: "user-code", secret: userCode2, data: { deviceCode }, expires });
  return {
    deviceCode,
    userCode: userCode2,
    url: `${site.origin}/device?code=${userCode2}`,
    interval: 2,
    expires: new Date(expires).toISOString()
  };
}
__name(startDevice, "startDevice");
async function findDevice({ database, clock }, userCode2) {
  const found = pointer(await readTicket(database, "user-code", userCode2, clock()), "");
  if (!found.ok) return null;
  return deviceOf(await readTicket(database, "device", found.value.deviceCode, clock()));
}
__name(findDevice, "findDevice");
async function confirmDevice({ database, clock }, userCode2, email2) {
  const found = pointer(await redeemTicket(database, "user-code", userCode2, clock()), "");
  if (!found.ok) return false;
  const device = deviceOf(await readTicket(database, "device", found.value.deviceCode, clock()));
  if (device === null) return false;
  await updateTicket(database, "device", found.value.deviceCode, { ...device, email: email2 });
  return true;
}
__name(confirmDevice, "confirmDevice");
async function redeemDevice({ database, clock }, deviceCode) {
  const device = deviceOf(await readTicket(database, "device", deviceCode, clock()));
  if (device?.email === null)
    throw pending("Nobody has confirmed yet.", "Open the link in a browser, sign in and confirm; then ask again.");
  const taken = device === null ? null : deviceOf(await redeemTicket(database, "device", deviceCode, clock()));
  if (taken === null || taken.email === null)
    throw gone("This sign-in has expired or was used.", "Begin again with 'notebook-app login'.");
  return { email: taken.email, name: taken.name };
}
__name(redeemDevice, "redeemDevice");
function deviceOf(data) {
  if (data === null) return null;
  const found = waiting(data, "");
  if (!found.ok) throw new InternalError("A ticket of ours is damaged.");
  return found.value;
}
__name(deviceOf, "deviceOf");

// worker/sign-in/owner-token.ts
async function redeemOwnerToken({ signIn, database, clock }, token) {
  const current = await signIn.ownerToken?.current();
  if (!signIn.ownerToken || current === null || current === void 0 || !await sameSecret(token, current))
    throw refused();
  if (!await spendToken(database, token, clock())) throw refused();
  await signIn.ownerToken.used();
  return signIn.ownerToken.email;
}
__name(redeemOwnerToken, "redeemOwnerToken");
function refused() {
  return signInFirst(
    "This owner token is wrong, or has been used.",
    "Each works once. Take the newest link that 'notebook-app serve' printed."
  );
}
__name(refused, "refused");

// worker/sign-in/welcome.ts
var FIRST_WORKSPACE = "home";
async function welcome(database, person) {
  const { email: email2, sources, now } = person;
  const statements = [
    sql("INSERT OR IGNORE INTO workspace (id, name, created) VALUES (?1, 'Home', ?2)", FIRST_WORKSPACE, now)
  ];
  const domain = email2.slice(email2.lastIndexOf("@") + 1);
  if (sources.owners.includes(email2))
    statements.push(
      sql(
        `INSERT INTO member (workspace, email, role) VALUES (?1, ?2, 'owner')
         ON CONFLICT (workspace, email) DO UPDATE SET role = 'owner'`,
        FIRST_WORKSPACE,
        email2
      )
    );
  else if (sources.joinDomains.includes(domain))
    statements.push(
      sql("INSERT OR IGNORE INTO member (workspace, email, role) VALUES (?1, ?2, 'viewer')", FIRST_WORKSPACE, email2)
    );
  await database.batch(statements);
}
__name(welcome, "welcome");

// worker/api/tokens.ts
function tokensApi(deps) {
  const { database, signIn } = deps;
  const api = new Hono3();
  api.get("/", (context) => {
    const info = {
      server: "notebook-app",
      api: API_VERSION,
      origin: deps.site.origin,
      signIn: signIn.ownerToken === null ? ["device"] : ["owner-token", "device"],
      limits: deps.limits
    };
    return context.json(info);
  });
  api.post("/device", async (context) => {
    if (!await deps.limit("sign-in", deps.addressOf(context))) throw slowDown(60);
    const { name } = await bodyOf(context, deviceRequest);
    return context.json(await startDevice(deps, name), 201);
  });
  api.post("/token", async (context) => {
    const request = await bodyOf(context, tokenRequest);
    const kind = request.grant === "device" ? "api" : "sign-in";
    if (!await deps.limit(kind, deps.addressOf(context))) throw slowDown(kind === "api" ? 5 : 60);
    const { email: email2, name } = request.grant === "device" ? await redeemDevice(deps, request.deviceCode) : { email: await redeemOwnerToken(deps, request.token), name: request.name };
    const now = deps.clock();
    await welcome(database, { email: email2, sources: signIn, now });
    const session = await startSession(database, { kind: "token", email: email2, project: null, parent: null, name, now });
    const answer2 = {
      email: email2,
      token: session.secret,
      expires: new Date(session.expires).toISOString(),
      workspaces: await workspacesOf(database, email2)
    };
    return context.json(answer2);
  });
  api.delete("/token", withToken(deps), async (context) => {
    await endSession(database, context.get("session"));
    return context.body(null, 204);
  });
  api.delete("/sessions", withToken(deps), async (context) => {
    await endSessionsOf(database, context.get("email"));
    return context.body(null, 204);
  });
  return api;
}
__name(tokensApi, "tokensApi");

// worker/gate/visit.ts
async function visitApp(context, deps, { by, path, content }) {
  const session = await sessionHash(context);
  const sight = await see(deps.database, { by, session, now: deps.clock(), path, content });
  if (sight) context.set("project", sight.app.project);
  const { app: app2, viewer, asset } = admit(sight);
  const visit = {
    app: app2,
    viewer,
    session: viewer.email === null ? "" : session,
    base: appBase(deps.site, app2.slug),
    file: /* @__PURE__ */ __name(async (name) => {
      const found = await see(deps.database, {
        by: { project: app2.project },
        session: "",
        now: 0,
        path: name,
        content: null
      });
      return found?.asset ? deps.blobs.get(found.asset.key) : null;
    }, "file")
  };
  context.set("visit", visit);
  return { visit, asset };
}
__name(visitApp, "visitApp");
function admit(sight) {
  if (sight === null) throw notFound();
  const decision = decide(sight.app, sight.viewer, "open");
  if (decision.allowed) return sight;
  if (decision.because !== "sign-in") throw notFound();
  throw signInFirst("This app is for members of its workspace.", "Sign in, then open it again.");
}
__name(admit, "admit");

// worker/headers.ts
var ALWAYS = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin"
};
var NOINDEX = "noindex, nofollow";
function plainPagePolicy(formTargets = []) {
  return `default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action ${["'self'", ...formTargets].join(" ")}; base-uri 'none'; frame-ancestors 'none'`;
}
__name(plainPagePolicy, "plainPagePolicy");
function frameAncestors({ allow, origins }, siteOrigin) {
  if (!allow) return `frame-ancestors 'self' ${siteOrigin}`;
  return origins.length === 0 ? "frame-ancestors *" : `frame-ancestors 'self' ${siteOrigin} ${origins.join(" ")}`;
}
__name(frameAncestors, "frameAncestors");
function allowedOrigin({ allow, origins }, origin2) {
  if (!allow || origin2 === void 0 || origin2 === "null") return null;
  return origins.length === 0 || origins.some((pattern) => matches(pattern, origin2)) ? origin2 : null;
}
__name(allowedOrigin, "allowedOrigin");
function matches(pattern, origin2) {
  const [scheme, name] = pattern.toLowerCase().split("://*.");
  if (name === void 0) return pattern.toLowerCase() === origin2;
  return origin2.startsWith(`${scheme}://`) && origin2.endsWith(`.${name}`);
}
__name(matches, "matches");
function caching({ access: access2 }, pinned) {
  const who = access2 === "public" ? "public" : "private";
  return pinned ? `${who}, max-age=31536000, immutable` : `${who}, no-cache`;
}
__name(caching, "caching");

// worker/apps/app-headers.ts
function notIndexed(context) {
  if (context.get("visit").app.access === "public") context.res.headers.delete("X-Robots-Tag");
}
__name(notIndexed, "notIndexed");
function foreignPages(_deps) {
  return async (context, next) => {
    const origin2 = context.req.header("Origin");
    if (context.req.method === "OPTIONS" && origin2 !== void 0) return preflight(context, origin2);
    await next();
    const visit = context.get("visit");
    const allowed = visit ? allowedOrigin(visit.app.embed, origin2) : null;
    context.res.headers.append("Vary", "Origin");
    if (allowed === null) return;
    context.res.headers.set("Access-Control-Allow-Origin", allowed);
    context.res.headers.set("Access-Control-Expose-Headers", "Content-Disposition, Content-Range, ETag");
    context.res.headers.set("Cross-Origin-Resource-Policy", "cross-origin");
  };
}
__name(foreignPages, "foreignPages");
function preflight(context, origin2) {
  context.header("Access-Control-Allow-Origin", origin2);
  context.header("Access-Control-Allow-Methods", "GET, HEAD, POST");
  context.header("Access-Control-Allow-Headers", "Authorization, Content-Type, Range, If-None-Match");
  context.header("Access-Control-Max-Age", "600");
  context.header("Vary", "Origin");
  return context.body(null, 204);
}
__name(preflight, "preflight");
function checkOrigin(context, deps, { app: app2 }) {
  const origin2 = context.req.header("Origin");
  const own = appOrigin(deps.site, app2.slug);
  if (origin2 === void 0 || origin2 === own || allowedOrigin(app2.embed, origin2) !== null) return;
  throw forbidden("This page may not use the app.", `Open the app at ${own}, or ask its owner to allow embedding.`);
}
__name(checkOrigin, "checkOrigin");

// node_modules/hono/dist/helper/html/index.js
var html = /* @__PURE__ */ __name((strings, ...values) => {
  const buffer = [""];
  for (let i = 0, len = strings.length - 1; i < len; i++) {
    buffer[0] += strings[i];
    const children = Array.isArray(values[i]) ? values[i].flat(Infinity) : [values[i]];
    for (let i2 = 0, len2 = children.length; i2 < len2; i2++) {
      const child = children[i2];
      if (typeof child === "string") escapeToBuffer(child, buffer);
      else if (typeof child === "number") buffer[0] += child;
      else if (typeof child === "boolean" || child === null || child === void 0) continue;
      else if (typeof child === "object" && child.isEscaped) {
        if (child.callbacks) buffer.unshift("", child);
        else {
          const tmp = child.toString();
          if (tmp instanceof Promise) buffer.unshift("", tmp);
          else buffer[0] += tmp;
        }
      } else if (child instanceof Promise) buffer.unshift("", child);
      else escapeToBuffer(child.toString(), buffer);
    }
  }
  buffer[0] += strings.at(-1);
  return buffer.length === 1 ? "callbacks" in buffer ? raw(resolveCallbackSync(raw(buffer[0], buffer.callbacks))) : raw(buffer[0]) : stringBufferToString(buffer, buffer.callbacks);
}, "html");

// worker/pages/plain-page.ts
var STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:40rem;margin:12vh auto 4rem;padding:0 1.25rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .5rem}
p{margin:.5rem 0}.help{opacity:.8}
ul{list-style:none;padding:0;margin:1.5rem 0}li{padding:.75rem 0;border-top:1px solid color-mix(in srgb,currentColor 18%,transparent)}
li p{margin:.1rem 0;opacity:.8}
a{color:light-dark(#0b57d0,#8ab4f8)}
label{display:block;margin:1rem 0 .25rem}
input{font:inherit;padding:.5rem .6rem;width:100%;box-sizing:border-box;border:1px solid light-dark(#747775,#8e918f);border-radius:.4rem}
button,.button{display:inline-block;font:inherit;font-weight:600;margin-top:1rem;padding:.55rem 1.1rem;border:0;border-radius:.4rem;background:light-dark(#0b57d0,#8ab4f8);color:light-dark(#fff,#062e6f);text-decoration:none;cursor:pointer}
button.quiet{background:none;color:inherit;border:1px solid currentColor}
:focus-visible{outline:3px solid light-dark(#0b57d0,#8ab4f8);outline-offset:2px}
code{font-size:1.6rem;letter-spacing:.08em}
header{display:flex;justify-content:space-between;align-items:baseline;gap:1rem}`;
function plainPage({ title, body, head }) {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
${head ?? ""}
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}
__name(plainPage, "plainPage");

// worker/gate/site-session.ts
async function siteSession(context, deps) {
  const hash = await sessionHash(context);
  const session = hash === "" ? null : await findSession(deps.database, hash, deps.clock());
  return session?.kind === "site" ? session : null;
}
__name(siteSession, "siteSession");

// worker/sign-in/return-address.ts
function returnAddress(to, standard = "/") {
  return to !== void 0 && to.length <= 4e3 && /^\/(?![/\\])[\x21-\x7e]*$/.test(to) ? to : standard;
}
__name(returnAddress, "returnAddress");

// worker/sign-in/hand-over.ts
var handOverData = record({
  project: text(40),
  email: text(254),
  parent: text(64),
  state: maybe(text(64)),
  to: text(4e3)
});
var STATE_COOKIE = "__Host-nb-state";
var STATE = { path: "/", httpOnly: true, secure: true, sameSite: "Lax" };
var PATIENCE2 = 6e4;
async function askSite(context, { site }, slug, to) {
  const state = newSecret();
  setCookie(context, STATE_COOKIE, state, { ...STATE, maxAge: 900 });
  const query = new URLSearchParams({ app: slug, state: await sha2563(state), to });
  return context.redirect(`${site.origin}/hand-over?${query}`, 303);
}
__name(askSite, "askSite");
async function handOver(context, deps) {
  const slug = context.req.query("app") ?? "";
  const state = context.req.query("state") ?? "";
  if (!isSlug(slug) || !/^[0-9a-f]{64}$/.test(state))
    throw badRequest("The link is not complete.", "Open the app again.");
  const session = await siteSession(context, deps);
  const { pathname, search } = new URL(context.req.url);
  if (session === null) return context.redirect(`/sign-in?to=${encodeURIComponent(pathname + search)}`, 303);
  const sight = await see(deps.database, {
    by: { slug },
    session: await sessionHash(context),
    now: deps.clock(),
    path: "",
    content: null
  });
  if (sight === null || !decide(sight.app, sight.viewer, "open").allowed) throw notFound();
  const data = {
    project: sight.app.project,
    email: session.email,
    parent: session.hash,
    state,
    to: returnAddress(context.req.query("to"))
  };
  const code = await issueTicket(deps.database, { kind: "hand-over", data, expires: deps.clock() + PATIENCE2 });
  return context.redirect(`${appOrigin(deps.site, slug)}/-/enter?code=${code}`, 303);
}
__name(handOver, "handOver");
async function enter(context, deps, project2) {
  const data = await takeHandOver(deps, context.req.query("code") ?? "", project2);
  const state = getCookie(context, STATE_COOKIE) ?? "";
  setCookie(context, STATE_COOKIE, "", { ...STATE, maxAge: 0 });
  if (data.state === null || data.state !== await sha2563(state)) throw refused2();
  const session = await startAppSession(deps, data);
  setSessionCookie(context, session.secret, LIFETIME.app);
  return context.redirect(data.to, 303);
}
__name(enter, "enter");
async function takeHandOver(deps, code, project2) {
  const found = handOverData(await redeemTicket(deps.database, "hand-over", code, deps.clock()), "");
  if (!found.ok || found.value.project !== project2) throw refused2();
  return found.value;
}
__name(takeHandOver, "takeHandOver");
async function startAppSession(deps, { project: project2, email: email2, parent }, lifetime = LIFETIME.app) {
  const found = await findApp(deps.database, project2, email2);
  if (found === null) throw refused2();
  return startSession(deps.database, { kind: "app", email: email2, project: project2, parent, name: "app", now: deps.clock(), lifetime });
}
__name(startAppSession, "startAppSession");
async function frameCode(deps, { project: project2, email: email2, session }) {
  const data = { project: project2, email: email2, parent: session, state: null, to: "/" };
  return issueTicket(deps.database, { kind: "hand-over", data, expires: deps.clock() + 2 * PATIENCE2 });
}
__name(frameCode, "frameCode");
function refused2() {
  return badRequest("This sign-in is over, or was meant for another browser.", "Open the app again.");
}
__name(refused2, "refused");

// worker/apps/sign-in-scripts.ts
var FRAME_SCRIPT = `const base = new URL("./", import.meta.url);
const form = document.getElementById("code-form");
const problem = document.getElementById("problem");
async function enter(code) {
  const answer = await fetch(new URL("enter", base), {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ code }),
  });
  if (answer.ok) location.reload();
  else problem.textContent = (await answer.json()).message;
}
document.getElementById("open").addEventListener("click", () => {
  open(new URL("popup", base), "_blank", "popup,width=480,height=640");
  form.hidden = false;
});
addEventListener("message", ({ origin, data }) => {
  if (origin === location.origin && typeof data?.notebookAppCode === "string") void enter(data.notebookAppCode);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void enter(new FormData(form).get("code"));
});
`;
var POPUP_SCRIPT = `const { code, target, ask } = document.getElementById("hand").dataset;
const tell = () => {
  if (!opener) return;
  opener.postMessage({ notebookAppCode: code }, target);
  close();
};
if (ask) document.getElementById("allow").addEventListener("click", tell);
else tell();
`;

// worker/apps/app-sign-in.ts
var TOKEN_LIFETIME = 36e5;
var codeBody = record({ code: text(200) });
function appSignIn(deps) {
  const routes = new Hono3();
  routes.use("/-/*", async (context, next) => {
    context.header("Cache-Control", "no-store");
    await next();
  });
  routes.get("/-/sign-in", async (context) => {
    const { slug } = await appAt(context, deps);
    const to = returnAddress(context.req.query("to"), appBase(deps.site, slug));
    if (deps.site.appHost !== null) return askSite(context, deps, slug, to);
    return context.redirect(`/sign-in?to=${encodeURIComponent(to)}`, 303);
  });
  routes.get("/-/enter", async (context) => enter(context, deps, (await appAt(context, deps)).project));
  routes.get("/-/popup", (context) => popup(context, deps));
  routes.post("/-/enter", async (context) => {
    const { project: project2 } = await appAt(context, deps);
    const { code } = await bodyOf(context, codeBody);
    const session = await startAppSession(deps, await takeHandOver(deps, code.trim(), project2));
    setFrameCookie(context, session.secret, LIFETIME.app);
    return context.body(null, 204);
  });
  routes.post("/-/token", async (context) => {
    const app2 = await appAt(context, deps);
    const origin2 = context.req.header("Origin");
    const allowed = allowedOrigin(app2.embed, origin2);
    if (allowed === null) throw notFound("This page may not embed the app.");
    context.header("Access-Control-Allow-Origin", allowed);
    const { code } = await bodyOf(context, codeBody);
    const data = await takeHandOver(deps, code, app2.project);
    const session = await startAppSession(deps, data, TOKEN_LIFETIME);
    return context.json({ token: session.secret, expires: new Date(session.expires).toISOString() });
  });
  for (const [path, script] of [
    ["/-/frame.js", FRAME_SCRIPT],
    ["/-/popup.js", POPUP_SCRIPT]
  ])
    routes.get(path, (context) => context.body(script, 200, { "Content-Type": "text/javascript; charset=utf-8" }));
  return routes;
}
__name(appSignIn, "appSignIn");
async function appAt(context, deps) {
  const slug = context.req.param("slug") ?? "";
  const request = { by: { slug }, session: "", now: 0, path: "", content: null };
  const sight = isSlug(slug) ? await see(deps.database, request) : null;
  if (sight === null) throw notFound();
  context.set("project", sight.app.project);
  return sight.app;
}
__name(appAt, "appAt");
var _a;
async function popup(context, deps) {
  const app2 = await appAt(context, deps);
  const base = appBase(deps.site, app2.slug);
  const embedder = context.req.query("origin");
  const target = embedder === void 0 ? appOrigin(deps.site, app2.slug) : allowedOrigin(app2.embed, embedder);
  if (target === null)
    throw badRequest("This page may not embed the app.", "Ask the app's owner to add it to 'embed'.");
  const query = embedder === void 0 ? "" : `?origin=${encodeURIComponent(embedder)}`;
  const { visit } = await visitApp(context, deps, { by: { slug: app2.slug }, path: "", content: null }).catch(() => ({
    visit: null
  }));
  if (visit === null || visit.session === "")
    return context.redirect(`${base}-/sign-in?to=${encodeURIComponent(`${base}-/popup${query}`)}`, 303);
  const { project: project2 } = app2;
  const code = await frameCode(deps, { project: project2, email: visit.viewer.email ?? "", session: visit.session });
  context.header(
    "Content-Security-Policy",
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
  );
  return context.html(
    plainPage({
      title: "Signed in",
      head: html(_a || (_a = __template(['<script type="module" src="', '-/popup.js"><\/script>'])), base),
      body: html`<h1>Signed in</h1>
<p id="hand" data-code="${code}" data-target="${target}" data-ask="${embedder === void 0 ? "" : "1"}"></p>
${embedder === void 0 ? html`<p class="help">If the app does not go on by itself, enter this code there:</p><p><code style="font-size:1rem;overflow-wrap:anywhere">${code}</code></p>` : html`<p>Show this app to you on <b>${embedder}</b>?</p><button id="allow" type="button">Yes, go on</button>`}`
    })
  );
}
__name(popup, "popup");

// compiler/contract/security.ts
var CONTENT_SECURITY_POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: https:; media-src 'self' data: blob: https:; worker-src 'self' blob:; frame-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'";
var WORK_FILE_POLICY = "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'";
var ISOLATION = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "credentialless"
};

// worker/pages/escape.ts
var SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
function escapeHtml(text2) {
  return text2.replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);
}
__name(escapeHtml, "escapeHtml");

// worker/apps/ranges.ts
function parseRange(header, size) {
  const match2 = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "");
  if (!match2) return null;
  const [, from = "", to = ""] = match2;
  if (from === "" && to === "") return null;
  if (from === "") {
    const length = Math.min(Number(to), size);
    return length === 0 ? "unsatisfiable" : { offset: size - length, length };
  }
  const offset = Number(from);
  if (offset >= size) return "unsatisfiable";
  const last = to === "" ? size - 1 : Math.min(Number(to), size - 1);
  return last < offset ? null : { offset, length: last - offset + 1 };
}
__name(parseRange, "parseRange");
function matchesTag(header, tag2) {
  if (header === void 0) return false;
  return header.trim() === "*" || header.split(",").some((one) => one.trim().replace(/^W\//, "") === tag2);
}
__name(matchesTag, "matchesTag");
function rangeIsFresh(header, tag2) {
  return header === void 0 || header.trim() === tag2;
}
__name(rangeIsFresh, "rangeIsFresh");
function attachment(path) {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
__name(attachment, "attachment");

// worker/apps/page.ts
async function sendPage(context, deps, asset) {
  const visit = context.get("visit");
  const day = dayOf(deps.clock());
  const tag2 = `"${asset.sha256.slice(0, 32)}-${visit.app.access}-${day}"`;
  const condition = context.req.header("If-None-Match");
  if (isOpening(context) && !condition?.includes(`-${day}"`))
    deps.later(countViewer(deps.database, visit.app.project, day));
  context.header("ETag", tag2);
  context.header("Cache-Control", caching(visit.app, false));
  for (const [name, value] of Object.entries(ISOLATION)) context.header(name, value);
  context.header(
    "Content-Security-Policy",
    `${CONTENT_SECURITY_POLICY}; ${frameAncestors(visit.app.embed, deps.site.origin)}`
  );
  if (matchesTag(condition, tag2)) return context.body(null, 304);
  const html2 = await pageText(deps, asset);
  return context.html(withAddress(html2, visit, deps.site));
}
__name(sendPage, "sendPage");
function isOpening(context) {
  return context.req.method === "GET" && context.req.header("Sec-Fetch-Mode") === "navigate";
}
__name(isOpening, "isOpening");
async function pageText(deps, asset) {
  const body = await deps.blobs.get(asset.key);
  if (body === null) throw new InternalError("A page of the registry is not in the store.");
  return new Response(body).text();
}
__name(pageText, "pageText");
var ROBOTS = /<meta name="robots" content="[^"]*">\n?/;
function withAddress(html2, { app: app2, base }, site) {
  const link = escapeHtml(appLink(site, app2.slug));
  const head = [
    `<meta name="notebook-app-server" content="${base}-/">`,
    ...app2.access === "public" ? [`<link rel="canonical" href="${link}">`, `<meta property="og:url" content="${link}">`] : ['<meta name="robots" content="noindex">']
  ];
  return html2.replace(ROBOTS, "").replace(/<head>\n?/, () => `<head>
${head.join("\n")}
`);
}
__name(withAddress, "withAddress");

// worker/apps/content-type.ts
var TYPES = {
  html: "text/html; charset=utf-8",
  htm: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  mjs: "text/javascript; charset=utf-8",
  json: "application/json; charset=utf-8",
  map: "application/json; charset=utf-8",
  ipynb: "application/json; charset=utf-8",
  geojson: "application/geo+json; charset=utf-8",
  css: "text/css; charset=utf-8",
  wasm: "application/wasm",
  zip: "application/zip",
  whl: "application/zip",
  gz: "application/gzip",
  svg: "image/svg+xml",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  avif: "image/avif",
  ico: "image/x-icon",
  mp4: "video/mp4",
  webm: "video/webm",
  mp3: "audio/mpeg",
  wav: "audio/wav",
  woff: "font/woff",
  woff2: "font/woff2",
  ttf: "font/ttf",
  csv: "text/csv; charset=utf-8",
  tsv: "text/tab-separated-values; charset=utf-8",
  txt: "text/plain; charset=utf-8",
  log: "text/plain; charset=utf-8",
  md: "text/markdown; charset=utf-8",
  py: "text/x-python; charset=utf-8",
  yaml: "application/yaml; charset=utf-8",
  yml: "application/yaml; charset=utf-8",
  toml: "application/toml; charset=utf-8",
  xml: "application/xml; charset=utf-8",
  webmanifest: "application/manifest+json",
  pdf: "application/pdf",
  parquet: "application/vnd.apache.parquet",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
};
function contentType(path) {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  const ending = dot < 0 ? "" : name.slice(dot + 1).toLowerCase();
  return (Object.hasOwn(TYPES, ending) ? TYPES[ending] : void 0) ?? "application/octet-stream";
}
__name(contentType, "contentType");

// worker/apps/send-file.ts
async function sendFile(context, deps, sending) {
  const { asset, pinned, download } = sending;
  const [tag2, encodedTag] = [`"${asset.sha256}"`, `"${asset.sha256}-br"`];
  const headers = new Headers({
    ETag: tag2,
    "Content-Type": contentType(asset.path),
    "Cache-Control": caching(context.get("visit").app, pinned),
    "Accept-Ranges": "bytes",
    ...ISOLATION
  });
  if (download) headers.set("Content-Disposition", attachment(asset.path));
  if (asset.path.startsWith("work/")) headers.set("Content-Security-Policy", WORK_FILE_POLICY);
  const { method } = context.req;
  const condition = context.req.header("If-None-Match");
  if (matchesTag(condition, tag2) || matchesTag(condition, encodedTag)) return answer(context, 304, headers, null);
  const range = rangeIsFresh(context.req.header("If-Range"), tag2) ? parseRange(context.req.header("Range"), asset.size) : null;
  if (range === "unsatisfiable") {
    throw new ApiError(
      416,
      { code: "bad-range", message: "The file is shorter than that.", help: `It has ${asset.size} bytes.` },
      { "Content-Range": `bytes */${asset.size}` }
    );
  }
  const encoded = range === null ? await compressed(context, deps, asset, headers) : null;
  if (encoded) {
    headers.set("ETag", encodedTag);
    headers.set("Content-Encoding", "br");
    headers.set("Content-Length", String(encoded.size));
    return answer(context, 200, headers, method === "HEAD" ? null : encoded.body);
  }
  headers.set("Content-Length", String(range?.length ?? asset.size));
  if (range) headers.set("Content-Range", `bytes ${range.offset}-${range.offset + range.length - 1}/${asset.size}`);
  const body = method === "HEAD" ? null : await bytesOf2(deps, asset, range);
  return answer(context, range ? 206 : 200, headers, body);
}
__name(sendFile, "sendFile");
var COMPRESSIBLE = /^(text\/|application\/(json|wasm|xml|geo\+json)|image\/svg)/;
var WORTHWHILE = { from: 1024, to: 64 * 1024 * 1024 };
async function compressed(context, deps, asset, headers) {
  if (!deps.blobs.compressed || !COMPRESSIBLE.test(headers.get("Content-Type") ?? "")) return null;
  headers.append("Vary", "Accept-Encoding");
  const takes = /(^|[\s,])br($|[\s,])/.test(context.req.header("Accept-Encoding") ?? "");
  if (!takes || asset.size < WORTHWHILE.from || asset.size > WORTHWHILE.to) return null;
  return deps.blobs.compressed(asset.key);
}
__name(compressed, "compressed");
async function bytesOf2(deps, asset, range) {
  const body = await deps.blobs.get(asset.key, range ?? void 0);
  if (body === null) throw new InternalError("A blob of the registry is not in the store.");
  return body;
}
__name(bytesOf2, "bytesOf");
function answer(context, status, headers, body) {
  for (const [name, value] of headers) context.header(name, value);
  return context.newResponse(body, status);
}
__name(answer, "answer");

// worker/apps/routes.ts
var PROJECT = ":project{[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}}";
function appRoutes(deps) {
  const routes = new Hono3();
  routes.use(foreignPages(deps));
  routes.post("/-/ran", async (context) => {
    const { visit } = await visitApp(context, deps, { by: { slug: slugOf(context) }, path: "", content: null });
    checkOrigin(context, deps, visit);
    if (!await deps.limit("count", `${visit.app.project} ${deps.addressOf(context)}`)) throw slowDown(10);
    deps.later(countRun(deps.database, visit.app.project, dayOf(deps.clock())));
    return context.body(null, 204);
  });
  if (deps.kernels) {
    routes.use("/-/kernel/*", async (context, next) => {
      const { visit } = await visitApp(context, deps, { by: { slug: slugOf(context) }, path: "", content: null });
      checkOrigin(context, deps, visit);
      await next();
    });
    routes.route("/-/kernel", deps.kernels.routes);
  }
  routes.route("/", appSignIn(deps));
  routes.all("/-/*", () => {
    throw notFound();
  });
  routes.get(`/${PROJECT}/file`, (context) => {
    const project2 = context.req.param("project");
    return workFile(context, deps, { slug: slugOf(context) }, project2);
  });
  routes.get("/*", (context) => bundleFile(context, deps));
  return routes;
}
__name(appRoutes, "appRoutes");
function fileRoute(deps) {
  const routes = new Hono3();
  routes.get(`/${PROJECT}/file`, (context) => {
    const project2 = context.req.param("project");
    return workFile(context, deps, { project: project2.toLowerCase() }, project2);
  });
  return routes;
}
__name(fileRoute, "fileRoute");
function slugOf(context) {
  const slug = context.req.param("slug") ?? "";
  if (!isSlug(slug)) throw notFound();
  return slug;
}
__name(slugOf, "slugOf");
async function bundleFile(context, deps) {
  const slug = slugOf(context);
  const base = appBase(deps.site, slug);
  if (new URL(context.req.url).pathname.length < base.length) return context.redirect(base, 308);
  const path = pathBelow(context, base);
  const shared = /^rt\/(?!pkg\/)/.test(path) ? await deps.shared?.(path, context.req.raw) : null;
  if (shared) return shared;
  const version = context.req.query("v");
  const content = version !== void 0 && /^[0-9a-f]{16}$/.test(version) ? version : null;
  const { asset } = await visitApp(context, deps, { by: { slug }, path, content });
  notIndexed(context);
  if (asset === null || path.startsWith("private/")) {
    if (content !== null)
      throw gone("The page that you have open is older than what the server keeps.", "Reload the page.");
    throw notFound("The app has no such file.");
  }
  if (path === "index.html") return sendPage(context, deps, asset);
  return sendFile(context, deps, { asset, pinned: content !== null || path.startsWith("rt/"), download: false });
}
__name(bundleFile, "bundleFile");
function pathBelow(context, base) {
  const raw2 = new URL(context.req.url).pathname.slice(base.length);
  let path;
  try {
    path = raw2 === "" ? "index.html" : decodeURIComponent(raw2);
  } catch {
    throw badRequest("The address is not valid.", "Check its % signs.");
  }
  if (!isBundlePath(path)) throw badRequest("The address is not valid.", "Use the app's own links.");
  return path;
}
__name(pathBelow, "pathBelow");
async function workFile(context, deps, by, project2) {
  const name = workPath(context.req.query("path"));
  const { visit, asset } = await visitApp(context, deps, { by, path: `work/${name}`, content: null });
  notIndexed(context);
  if (visit.app.project !== project2.toLowerCase()) throw notFound();
  if (!await deps.limit("file", `${visit.app.project} ${deps.addressOf(context)}`)) throw slowDown(10);
  if (asset === null) throw notFound("There is no such file, or no Python of yours has written it.");
  return sendFile(context, deps, { asset, pinned: false, download: true });
}
__name(workFile, "workFile");
function workPath(path) {
  if (path === void 0 || path === "") throw badRequest("The link names no file.", "Add ?path= and the file's path.");
  const name = path.startsWith("/work/") ? path.slice("/work/".length) : path;
  if (!isBundlePath(name))
    throw badRequest("The path is outside the app's files.", "Give a path below /work, such as ?path=data/sales.csv.");
  return name;
}
__name(workPath, "workPath");

// worker/gate/requests.ts
function ownHosts({ site }) {
  return async (context, next) => {
    const { host, pathname } = new URL(context.req.url);
    const place = placeOf(site, host);
    context.set("place", place);
    if (place.kind === "foreign" && pathname !== "/healthz")
      throw wrongHost("This server does not answer to that name.", `Use ${site.origin}.`);
    await next();
  };
}
__name(ownHosts, "ownHosts");
var SAFE = /* @__PURE__ */ new Set(["GET", "HEAD", "OPTIONS"]);
function ownPages({ site }, open) {
  return async (context, next) => {
    const { pathname } = new URL(context.req.url);
    if (SAFE.has(context.req.method) || open.test(pathname)) return next();
    const place = context.get("place");
    const own = place.kind === "app" ? appOrigin(site, place.slug) : site.origin;
    const origin2 = context.req.header("Origin");
    const borrowed = origin2 !== void 0 ? origin2 !== own : context.req.header("Cookie") !== void 0;
    if (borrowed || context.req.header("Sec-Fetch-Site") === "cross-site")
      throw forbidden("This write does not come from a page of this site.", `Open ${own} and do it there.`);
    await next();
  };
}
__name(ownPages, "ownPages");

// worker/pages/error-page.ts
async function answerError(context, deps, error) {
  const { status, fault, headers } = refusalOf(error);
  if (status >= 500)
    deps.log({
      level: "error",
      event: "failure",
      message: error instanceof Error ? `${error.name}: ${error.message}` : "unknown",
      stack: error instanceof Error ? error.stack ?? null : null
    });
  for (const [name, value] of Object.entries({
    ...ALWAYS,
    "X-Robots-Tag": NOINDEX,
    "Cache-Control": "no-store",
    ...headers
  }))
    context.header(name, value);
  const code = status;
  if (!wantsPage(context)) return context.json(fault, code);
  const frame = context.req.header("Sec-Fetch-Dest") === "iframe";
  context.header("Content-Security-Policy", signInPolicy(frame && status === 401));
  return context.html(errorPage(context, fault, frame), code);
}
__name(answerError, "answerError");
function refusalOf(error) {
  if (error instanceof ApiError) return error;
  if (error instanceof HTTPException && error.status < 500)
    return {
      status: error.status,
      fault: { code: "bad-request", message: error.message || "The request is not valid.", help: "Correct it." },
      headers: {}
    };
  return { status: error instanceof HTTPException ? error.status : 500, fault: INTERNAL, headers: {} };
}
__name(refusalOf, "refusalOf");
function wantsPage(context) {
  return (context.req.header("Accept") ?? "").includes("text/html");
}
__name(wantsPage, "wantsPage");
function signInPolicy(inFrame) {
  return inFrame ? "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'" : plainPagePolicy();
}
__name(signInPolicy, "signInPolicy");
var _a2;
function errorPage(context, fault, frame) {
  const base = baseOf(context);
  const signsIn = fault.code === "not-signed-in" && base !== null;
  const { pathname, search } = new URL(context.req.url);
  const signIn = `${base ?? "/"}-/sign-in?to=${encodeURIComponent(pathname + search)}`;
  return plainPage({
    title: fault.message,
    head: signsIn && context.req.header("Sec-Fetch-Dest") === "document" ? html`<meta http-equiv="refresh" content="0; url=${signIn}">` : signsIn && frame ? html(_a2 || (_a2 = __template(['<script type="module" src="', '-/frame.js"><\/script>'])), base) : html``,
    body: html`<h1>${fault.message}</h1>
<p class="help">${fault.help}</p>
${signsIn ? frame ? FRAME_SIGN_IN : html`<a class="button" href="${signIn}">Sign in</a>` : ""}`
  });
}
__name(errorPage, "errorPage");
var FRAME_SIGN_IN = html`<button id="open" type="button">Sign in</button>
<form id="code-form" hidden>
<label for="code">If this page does not go on by itself: the code that the window shows</label>
<input id="code" name="code" autocomplete="off" spellcheck="false">
<button>Go on</button>
</form>
<p id="problem" role="alert"></p>`;
function baseOf(context) {
  const slug = /^\/a\/([a-z2-7]{26})(?:\/|$)/.exec(context.req.path)?.[1];
  if (slug === void 0) return null;
  return context.get("place")?.kind === "app" ? "/" : `/a/${slug}/`;
}
__name(baseOf, "baseOf");

// worker/public/home-page.ts
function homePage({ origin: origin2, listed, own, email: email2 }) {
  return plainPage({
    title: "Notebook apps",
    head: html`<meta name="description" content="Apps made from notebooks.">
<link rel="canonical" href="${origin2}/">
<meta property="og:type" content="website">
<meta property="og:title" content="Notebook apps">
<meta property="og:url" content="${origin2}/">`,
    body: html`<header><h1>Notebook apps</h1>${email2 === null ? html`<a href="/sign-in">Sign in</a>` : html`<span>${email2}</span>`}</header>
${listed.length === 0 ? html`<p class="help">No public apps yet.</p>` : list2(listed)}
${own.length > 0 ? html`<h2>Yours</h2>${list2(own)}` : ""}
${email2 === null ? "" : html`<form method="post" action="/sign-out"><button class="quiet">Sign out</button>
<button class="quiet" name="everywhere" value="1">Sign out everywhere</button></form>`}`
  });
}
__name(homePage, "homePage");
function list2(apps) {
  return html`<ul>${apps.map(
    ({ link, title, description }) => html`<li><a href="${link}">${title}</a><p>${description}</p></li>`
  )}</ul>`;
}
__name(list2, "list");

// worker/public/routes.ts
function publicRoutes(deps) {
  const { site, database } = deps;
  const routes = new Hono3();
  routes.get("/", async (context) => {
    const listed = await publicApps(database, null);
    const session = await siteSession(context, deps);
    const own = session ? (await appsOf(database, session.email)).map(({ app: app2 }) => app2) : [];
    if (session === null) context.header("X-Robots-Tag", void 0);
    context.header("Cache-Control", session ? "private, no-store" : "public, no-cache");
    context.header("Content-Security-Policy", plainPagePolicy());
    const linked = /* @__PURE__ */ __name((apps) => apps.map((app2) => ({ ...app2, link: appLink(site, app2.slug) })), "linked");
    const hidden = new Set(listed.map(({ project: project2 }) => project2));
    return context.html(
      homePage({
        origin: site.origin,
        listed: linked(listed),
        own: linked(own.filter(({ project: project2 }) => !hidden.has(project2))),
        email: session?.email ?? null
      })
    );
  });
  routes.get(
    "/robots.txt",
    (context) => (
      // Nothing is disallowed by name: that would publish the name, and keep a robot from seeing "noindex".
      context.text(`User-agent: *
Disallow: /api/
Disallow: /sign-in

Sitemap: ${site.origin}/sitemap.xml
`)
    )
  );
  routes.get("/sitemap.xml", async (context) => {
    const apps = await publicApps(database, null);
    const urls = apps.map(
      (app2) => `<url><loc>${escapeHtml(appLink(site, app2.slug))}</loc><lastmod>${new Date(app2.updated).toISOString()}</lastmod></url>`
    );
    const body = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>${site.origin}/</loc></url>
${urls.join("\n")}
</urlset>
`;
    return context.body(body, 200, { "Content-Type": "application/xml; charset=utf-8" });
  });
  return routes;
}
__name(publicRoutes, "publicRoutes");

// worker/request-log.ts
function requestLog({ log, clock }) {
  return async (context, next) => {
    const began = clock();
    await next();
    const { status } = context.res;
    const project2 = context.get("project");
    log({
      level: status >= 500 ? "error" : status >= 400 ? "warn" : "info",
      event: "request",
      method: context.req.method,
      path: safePath(context.req.path),
      project: project2 ?? null,
      status,
      millis: clock() - began
    });
  };
}
__name(requestLog, "requestLog");
function safePath(path) {
  return path.replace(/^\/a\/[^/]*/, "/a/\u2026").replace(/\/(members|collaborators)\/[^/]+$/, "/$1/\u2026").slice(0, 200);
}
__name(safePath, "safePath");

// worker/sign-in/begin-session.ts
async function beginSession(context, deps, { email: email2, to }) {
  const { database, signIn } = deps;
  const now = deps.clock();
  const old = await sessionHash(context);
  if (old !== "") await endFamily(database, old);
  await welcome(database, { email: email2, sources: signIn, now });
  const session = await startSession(database, {
    kind: "site",
    email: email2,
    project: null,
    parent: null,
    name: "browser",
    now
  });
  setSessionCookie(context, session.secret, LIFETIME.site);
  deps.log({ level: "info", event: "sign-in" });
  return context.redirect(to, 303);
}
__name(beginSession, "beginSession");

// node_modules/jose/dist/webapi/lib/buffer_utils.js
var encoder = new TextEncoder();
var decoder = new TextDecoder();
var strictDecoder = new TextDecoder("utf-8", { fatal: true });
var UINT32_RANGE = 2 ** 32;
function concat(...buffers) {
  const size = buffers.reduce((acc, { length }) => acc + length, 0), buf2 = new Uint8Array(size);
  let i = 0;
  for (const buffer of buffers)
    buf2.set(buffer, i), i += buffer.length;
  return buf2;
}
__name(concat, "concat");
var NON_ASCII = /[^\x00-\x7f]/;
function encode(string) {
  if (typeof string == "string" && string.length >= 128) {
    if (NON_ASCII.test(string))
      throw new TypeError("non-ASCII string encountered in encode()");
    return encoder.encode(string);
  }
  const bytes = new Uint8Array(string.length);
  for (let i = 0; i < string.length; i++) {
    const code = string.charCodeAt(i);
    if (code > 127)
      throw new TypeError("non-ASCII string encountered in encode()");
    bytes[i] = code;
  }
  return bytes;
}
__name(encode, "encode");
function decodeBase64(encoded, url = false) {
  if (Uint8Array.fromBase64)
    return Uint8Array.fromBase64(encoded, { alphabet: url ? "base64url" : "base64" });
  if (url) {
    if (encoded.includes("+") || encoded.includes("/"))
      throw new TypeError("Invalid base64url");
    encoded = encoded.replace(/-/g, "+").replace(/_/g, "/");
  }
  const binary = atob(encoded), bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++)
    bytes[i] = binary.charCodeAt(i);
  return bytes;
}
__name(decodeBase64, "decodeBase64");

// node_modules/jose/dist/webapi/util/errors.js
var JOSEError = class extends Error {
  static {
    __name(this, "JOSEError");
  }
  static code = "ERR_JOSE_GENERIC";
  code = "ERR_JOSE_GENERIC";
  constructor(message2, options) {
    super(message2, options), this.name = this.constructor.name, Error.captureStackTrace?.(this, this.constructor);
  }
};
var JWTClaimValidationFailed = class extends JOSEError {
  static {
    __name(this, "JWTClaimValidationFailed");
  }
  static code = "ERR_JWT_CLAIM_VALIDATION_FAILED";
  code = "ERR_JWT_CLAIM_VALIDATION_FAILED";
  claim;
  reason;
  payload;
  constructor(message2, payload, claim = "unspecified", reason = "unspecified") {
    super(message2, { cause: { claim, reason, payload } }), this.claim = claim, this.reason = reason, this.payload = payload;
  }
};
var JWTExpired = class extends JOSEError {
  static {
    __name(this, "JWTExpired");
  }
  static code = "ERR_JWT_EXPIRED";
  code = "ERR_JWT_EXPIRED";
  claim;
  reason;
  payload;
  constructor(message2, payload, claim = "unspecified", reason = "unspecified") {
    super(message2, { cause: { claim, reason, payload } }), this.claim = claim, this.reason = reason, this.payload = payload;
  }
};
var JOSEAlgNotAllowed = class extends JOSEError {
  static {
    __name(this, "JOSEAlgNotAllowed");
  }
  static code = "ERR_JOSE_ALG_NOT_ALLOWED";
  code = "ERR_JOSE_ALG_NOT_ALLOWED";
};
var JOSENotSupported = class extends JOSEError {
  static {
    __name(this, "JOSENotSupported");
  }
  static code = "ERR_JOSE_NOT_SUPPORTED";
  code = "ERR_JOSE_NOT_SUPPORTED";
};
var JWSInvalid = class extends JOSEError {
  static {
    __name(this, "JWSInvalid");
  }
  static code = "ERR_JWS_INVALID";
  code = "ERR_JWS_INVALID";
};
var JWTInvalid = class extends JOSEError {
  static {
    __name(this, "JWTInvalid");
  }
  static code = "ERR_JWT_INVALID";
  code = "ERR_JWT_INVALID";
};
var JWKSInvalid = class extends JOSEError {
  static {
    __name(this, "JWKSInvalid");
  }
  static code = "ERR_JWKS_INVALID";
  code = "ERR_JWKS_INVALID";
};
var JWKSNoMatchingKey = class extends JOSEError {
  static {
    __name(this, "JWKSNoMatchingKey");
  }
  static code = "ERR_JWKS_NO_MATCHING_KEY";
  code = "ERR_JWKS_NO_MATCHING_KEY";
  constructor(message2 = "no applicable key found in the JSON Web Key Set", options) {
    super(message2, options);
  }
};
var JWKSMultipleMatchingKeys = class extends JOSEError {
  static {
    __name(this, "JWKSMultipleMatchingKeys");
  }
  [Symbol.asyncIterator] = async function* () {
  };
  static code = "ERR_JWKS_MULTIPLE_MATCHING_KEYS";
  code = "ERR_JWKS_MULTIPLE_MATCHING_KEYS";
  constructor(message2 = "multiple matching keys found in the JSON Web Key Set", options) {
    super(message2, options);
  }
};
var JWKSTimeout = class extends JOSEError {
  static {
    __name(this, "JWKSTimeout");
  }
  static code = "ERR_JWKS_TIMEOUT";
  code = "ERR_JWKS_TIMEOUT";
  constructor(message2 = "request timed out", options) {
    super(message2, options);
  }
};
var JWSSignatureVerificationFailed = class extends JOSEError {
  static {
    __name(this, "JWSSignatureVerificationFailed");
  }
  static code = "ERR_JWS_SIGNATURE_VERIFICATION_FAILED";
  code = "ERR_JWS_SIGNATURE_VERIFICATION_FAILED";
  constructor(message2 = "signature verification failed", options) {
    super(message2, options);
  }
};

// node_modules/jose/dist/webapi/util/base64url.js
var invalid = "The input to be decoded is not correctly encoded.";
function decode(input) {
  try {
    return decodeBase64(typeof input == "string" ? input : decoder.decode(input), true);
  } catch (cause) {
    throw new TypeError(invalid, { cause });
  }
}
__name(decode, "decode");

// node_modules/jose/dist/webapi/lib/validate.js
function isObject(input) {
  if (typeof input != "object" || input === null || Object.prototype.toString.call(input) !== "[object Object]")
    return false;
  const prototype = Object.getPrototypeOf(input);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
__name(isObject, "isObject");
function isJwkSet(input) {
  return isObject(input) && Array.isArray(input.keys) && Array.from(input.keys).every(isObject);
}
__name(isJwkSet, "isJwkSet");
function isDisjoint(...headers) {
  const parameters = /* @__PURE__ */ new Set();
  for (const header of headers)
    if (header)
      for (const parameter of Object.keys(header)) {
        if (parameters.has(parameter))
          return false;
        parameters.add(parameter);
      }
  return true;
}
__name(isDisjoint, "isDisjoint");
function decodeBase64url(value, label, ErrorClass) {
  try {
    return decode(value);
  } catch (cause) {
    throw new ErrorClass(`Failed to base64url decode the ${label}`, { cause });
  }
}
__name(decodeBase64url, "decodeBase64url");
function encodeAsciiMember(value, label, ErrorClass) {
  try {
    return encode(value);
  } catch (cause) {
    throw new ErrorClass(`The ${label} is not a valid base64url string`, { cause });
  }
}
__name(encodeAsciiMember, "encodeAsciiMember");
function parseJoseHeader(encodedProtectedHeader, ErrorClass, message2) {
  let parsed;
  try {
    parsed = JSON.parse(strictDecoder.decode(decode(encodedProtectedHeader)));
  } catch (cause) {
    throw new ErrorClass(message2, { cause });
  }
  if (!isObject(parsed))
    throw new ErrorClass(message2);
  return parsed;
}
__name(parseJoseHeader, "parseJoseHeader");
var JWS_RECOGNIZED = { __proto__: null, b64: true };
function validateAlgorithms(option, algorithms) {
  if (algorithms !== void 0 && (!Array.isArray(algorithms) || algorithms.some((s) => typeof s != "string")))
    throw new TypeError(`"${option}" option must be an array of strings`);
  return algorithms === void 0 ? void 0 : new Set(algorithms);
}
__name(validateAlgorithms, "validateAlgorithms");
function validateCrit(Err, recognizedDefault, recognizedOption, protectedHeader, joseHeader) {
  if (joseHeader.crit !== void 0 && protectedHeader?.crit === void 0)
    throw new Err('"crit" (Critical) Header Parameter MUST be integrity protected');
  if (!protectedHeader || protectedHeader.crit === void 0)
    return [];
  if (!Array.isArray(protectedHeader.crit) || protectedHeader.crit.length === 0 || protectedHeader.crit.some((input) => typeof input != "string" || input.length === 0))
    throw new Err('"crit" (Critical) Header Parameter MUST be an array of non-empty strings when present');
  const recognized = recognizedOption === void 0 ? recognizedDefault : { __proto__: null, ...recognizedOption, ...recognizedDefault };
  for (const parameter of protectedHeader.crit) {
    if (!(parameter in recognized))
      throw new JOSENotSupported(`Extension Header Parameter "${parameter}" is not recognized`);
    if (!Object.hasOwn(joseHeader, parameter) || joseHeader[parameter] === void 0)
      throw new Err(`Extension Header Parameter "${parameter}" is missing`);
    if (recognized[parameter] && (!Object.hasOwn(protectedHeader, parameter) || protectedHeader[parameter] === void 0))
      throw new Err(`Extension Header Parameter "${parameter}" MUST be integrity protected`);
  }
  return protectedHeader.crit;
}
__name(validateCrit, "validateCrit");
function validateB64(protectedHeader, extensions) {
  if (extensions.includes("b64")) {
    const b64 = protectedHeader.b64;
    if (typeof b64 != "boolean")
      throw new JWSInvalid('The "b64" (base64url-encode payload) Header Parameter must be a boolean');
    return b64;
  }
  return true;
}
__name(validateB64, "validateB64");

// node_modules/jose/dist/webapi/lib/key.js
var tag = /* @__PURE__ */ __name((key) => key[Symbol.toStringTag], "tag");
var jwkMatchesOp = /* @__PURE__ */ __name((entry, key, usage) => {
  const { alg } = entry;
  if (key.use !== void 0) {
    const expected = usage === "sign" || usage === "verify" ? "sig" : "enc";
    if (key.use !== expected)
      throw new TypeError(`Invalid key for this operation, its "use" must be "${expected}" when present`);
  }
  if (key.kty === "AKP" && key.alg === void 0)
    throw new TypeError('missing "alg" (Algorithm) Parameter value');
  if (key.alg !== void 0 && key.alg !== alg)
    throw new TypeError(`Invalid key for this operation, its "alg" must be "${alg}" when present`);
  if (Array.isArray(key.key_ops)) {
    const expectedKeyOp = usage === "encrypt" || usage === "decrypt" ? entry.ops?.[usage === "encrypt" ? 0 : 1] : usage;
    if (expectedKeyOp && !key.key_ops.includes(expectedKeyOp))
      throw new TypeError(`Invalid key for this operation, its "key_ops" must include "${expectedKeyOp}" when present`);
  }
}, "jwkMatchesOp");
async function prepareKey(entry, key, usage) {
  const { alg, secret } = entry, requiresPrivateKey = usage === "decrypt" || usage === "sign";
  if (secret && key instanceof Uint8Array)
    return key;
  let normalized, keyObject;
  if (isObject(key)) {
    if (normalized = normalizeJwk(key), typeof normalized.kty != "string")
      throw invalidKeyType(alg, key, secret);
    if (!(secret ? normalized.kty === "oct" && typeof normalized.k == "string" : normalized.kty !== "oct" && (requiresPrivateKey ? normalized.kty === "AKP" && typeof normalized.priv == "string" || typeof normalized.d == "string" : normalized.d === void 0 && normalized.priv === void 0)))
      throw new TypeError(secret ? 'JSON Web Key for symmetric algorithms must have JWK "kty" (Key Type) equal to "oct" and the JWK "k" (Key Value) present' : `JSON Web Key for this operation must be a ${requiresPrivateKey ? "private" : "public"} JWK`);
    if (jwkMatchesOp(entry, normalized, usage), normalized.kty === "oct")
      return decode(normalized.k);
    if (!Object.isFrozen(key)) {
      const { key_ops } = key;
      Array.isArray(key_ops) && Object.freeze(key_ops), Object.freeze(key);
    }
  } else {
    if (!isKeyLike(key))
      throw invalidKeyType(alg, key, secret);
    const expectedType = secret ? "secret" : requiresPrivateKey ? "private" : "public";
    if (key.type !== expectedType && (secret || ["secret", "public", "private"].includes(key.type)))
      throw new TypeError(`${tag(key)} instances must be of type "${expectedType}" for the ${alg} algorithm`);
    if (isCryptoKey(key))
      return key;
    if (keyObject = key, keyObject.type === "secret")
      return keyObject.export();
  }
  cache ||= /* @__PURE__ */ new WeakMap();
  const cacheKey = key;
  let cached = cache.get(cacheKey);
  if (cached?.[alg])
    return cached[alg];
  if (cached || cache.set(cacheKey, cached = {}), keyObject && typeof keyObject.toCryptoKey == "function") {
    const isPublic = keyObject.type === "public", crv = nist[keyObject.asymmetricKeyDetails?.namedCurve], params = entry.resolve?.({ crv, asymmetricKeyType: keyObject.asymmetricKeyType }) ?? entry.subtle;
    return cached[alg] = keyObject.toCryptoKey(params, isPublic, entry.usages[isPublic ? 0 : 1]);
  }
  return normalized ??= keyObject.export({ format: "jwk" }), normalized.alg = alg, cached[alg] = await jwkToKey(entry, normalized);
}
__name(prepareKey, "prepareKey");
var cache;
var nist = {
  __proto__: null,
  prime256v1: "P-256",
  secp384r1: "P-384",
  secp521r1: "P-521"
};
var isCryptoKey = /* @__PURE__ */ __name((key) => {
  if (key?.[Symbol.toStringTag] === "CryptoKey")
    return true;
  try {
    return key instanceof CryptoKey;
  } catch {
    return false;
  }
}, "isCryptoKey");
var isKeyObject = /* @__PURE__ */ __name((key) => key?.[Symbol.toStringTag] === "KeyObject", "isKeyObject");
var isKeyLike = /* @__PURE__ */ __name((key) => isCryptoKey(key) || isKeyObject(key), "isKeyLike");
function message(msg, actual, ...types) {
  if (types.length > 2) {
    const last = types.pop();
    msg += `one of type ${types.join(", ")}, or ${last}.`;
  } else types.length === 2 ? msg += `one of type ${types[0]} or ${types[1]}.` : msg += `of type ${types[0]}.`;
  return actual == null ? msg += ` Received ${actual}` : typeof actual == "function" && actual.name ? msg += ` Received function ${actual.name}` : typeof actual == "object" && actual != null && actual.constructor?.name && (msg += ` Received an instance of ${actual.constructor.name}`), msg;
}
__name(message, "message");
function invalidKeyType(alg, actual, secret) {
  const types = ["CryptoKey", "KeyObject", "JSON Web Key"];
  return secret && types.push("Uint8Array"), new TypeError(message(`Key for the ${alg} algorithm must be `, actual, ...types));
}
__name(invalidKeyType, "invalidKeyType");
var unusable = /* @__PURE__ */ __name((name, prop = "algorithm.name") => new TypeError(`CryptoKey does not support this operation, its ${prop} must be ${name}`), "unusable");
function checkUsage(key, usage) {
  if (usage && !key.usages.includes(usage))
    throw new TypeError(`CryptoKey does not support this operation, its usages must include ${usage}.`);
}
__name(checkUsage, "checkUsage");
function checkModulusLength(alg, key) {
  const { modulusLength } = key.algorithm;
  if (typeof modulusLength != "number" || modulusLength < 2048)
    throw new TypeError(`${alg} requires key modulusLength to be 2048 bits or larger`);
}
__name(checkModulusLength, "checkModulusLength");
function checkCryptoKey(key, expected, usage) {
  const algorithm = key.algorithm;
  if (algorithm.name !== expected.name)
    throw unusable(expected.name);
  if (expected.hash && algorithm.hash?.name !== expected.hash)
    throw unusable(expected.hash, "algorithm.hash");
  if (expected.namedCurve && algorithm.namedCurve !== expected.namedCurve)
    throw unusable(expected.namedCurve, "algorithm.namedCurve");
  if (expected.length !== void 0 && algorithm.length !== expected.length)
    throw unusable(expected.length, "algorithm.length");
  checkUsage(key, usage);
}
__name(checkCryptoKey, "checkCryptoKey");
function snapshotJwk(jwk) {
  return { __proto__: null, ...jwk };
}
__name(snapshotJwk, "snapshotJwk");
function normalizeJwk(jwk) {
  const normalized = snapshotJwk(jwk);
  if (normalized.ext !== void 0 && typeof normalized.ext != "boolean")
    throw new TypeError('"ext" (Extractable) Parameter must be a boolean');
  if (normalized.key_ops !== void 0) {
    const value = normalized.key_ops, keyOps = Array.isArray(value) ? [...value] : void 0;
    if (!keyOps || keyOps.some((operation) => typeof operation != "string") || new Set(keyOps).size !== keyOps.length)
      throw new TypeError('"key_ops" (Key Operations) Parameter must be an array of unique strings');
    normalized.key_ops = keyOps;
  }
  return normalized;
}
__name(normalizeJwk, "normalizeJwk");
async function jwkToKey(entry, jwk, extractable) {
  if (!entry.kty.includes(jwk.kty))
    throw new JOSENotSupported('Invalid or unsupported JWK "alg" (Algorithm) Parameter value');
  const algorithm = entry.resolve?.({ kty: jwk.kty, crv: jwk.crv }) ?? entry.subtle, isPrivate = !!(jwk.d || jwk.priv), keyData = { ...jwk, ext: extractable ?? jwk.ext };
  return keyData.kty !== "AKP" && delete keyData.alg, delete keyData.use, crypto.subtle.importKey("jwk", keyData, algorithm, keyData.ext ?? !isPrivate, jwk.key_ops ?? entry.usages[isPrivate ? 1 : 0]);
}
__name(jwkToKey, "jwkToKey");
async function rawKey(key, expected, usage, extractable = false) {
  return key instanceof Uint8Array && (key = await crypto.subtle.importKey("raw", key, expected, extractable, [usage])), checkCryptoKey(key, expected, usage), key;
}
__name(rawKey, "rawKey");

// node_modules/jose/dist/webapi/lib/key_descriptor.js
function table(entries) {
  const out = { __proto__: null };
  for (const alg in entries)
    out[alg] = { ...entries[alg], alg };
  return out;
}
__name(table, "table");

// node_modules/jose/dist/webapi/lib/jws_algorithms.js
var sig = [["verify"], ["sign"]];
function hmac(bits) {
  const subtle = { name: "HMAC", hash: `SHA-${bits}` };
  return { kty: ["oct"], secret: true, subtle, signing: subtle, usages: sig };
}
__name(hmac, "hmac");
function rsa(bits, saltLength) {
  const subtle = { name: saltLength ? "RSA-PSS" : "RSASSA-PKCS1-v1_5", hash: `SHA-${bits}` };
  return {
    kty: ["RSA"],
    subtle,
    signing: saltLength ? { ...subtle, saltLength } : subtle,
    usages: sig,
    minRsaBits: 2048
  };
}
__name(rsa, "rsa");
function ecdsa(crv, bits) {
  return {
    kty: ["EC"],
    crv,
    subtle: { name: "ECDSA", namedCurve: crv },
    signing: { name: "ECDSA", hash: `SHA-${bits}` },
    usages: sig
  };
}
__name(ecdsa, "ecdsa");
function eddsa() {
  const subtle = { name: "Ed25519" };
  return {
    kty: ["OKP"],
    crv: "Ed25519",
    subtle,
    signing: subtle,
    usages: sig
  };
}
__name(eddsa, "eddsa");
function mldsa(parameterSet) {
  const subtle = { name: `ML-DSA-${parameterSet}` };
  return {
    kty: ["AKP"],
    subtle,
    signing: subtle,
    usages: sig
  };
}
__name(mldsa, "mldsa");
var JWS = table({
  HS256: hmac(256),
  HS384: hmac(384),
  HS512: hmac(512),
  RS256: rsa(256),
  RS384: rsa(384),
  RS512: rsa(512),
  PS256: rsa(256, 32),
  PS384: rsa(384, 48),
  PS512: rsa(512, 64),
  ES256: ecdsa("P-256", 256),
  ES384: ecdsa("P-384", 384),
  ES512: ecdsa("P-521", 512),
  EdDSA: eddsa(),
  Ed25519: eddsa(),
  "ML-DSA-44": mldsa(44),
  "ML-DSA-65": mldsa(65),
  "ML-DSA-87": mldsa(87)
});
function jwsAlgorithm(alg) {
  const entry = typeof alg == "string" ? JWS[alg] : void 0;
  if (!entry)
    throw new JOSENotSupported(`alg ${alg} is not supported either by JOSE or your javascript runtime`);
  return entry;
}
__name(jwsAlgorithm, "jwsAlgorithm");

// node_modules/jose/dist/webapi/lib/jws_verify.js
function prepareVerify(options) {
  return [options && validateAlgorithms("algorithms", options.algorithms), options?.crit];
}
__name(prepareVerify, "prepareVerify");
function parseProtectedHeader(encodedProtectedHeader) {
  return encodedProtectedHeader === void 0 ? {} : parseJoseHeader(encodedProtectedHeader, JWSInvalid, "JWS Protected Header is invalid");
}
__name(parseProtectedHeader, "parseProtectedHeader");
function encodeCompactUnencodedPayload(payload) {
  try {
    return encode(payload);
  } catch (cause) {
    throw new JWSInvalid("JWS Compact Serialization payload must use only ASCII characters", {
      cause
    });
  }
}
__name(encodeCompactUnencodedPayload, "encodeCompactUnencodedPayload");
async function verifySignature(jws, shared, key, encodeUnencodedPayload, parsedProtected) {
  const { protected: encodedProtectedHeader, header, payload: inputPayload } = jws, protectedHeader = parsedProtected ?? parseProtectedHeader(encodedProtectedHeader);
  if (!isDisjoint(protectedHeader, header))
    throw new JWSInvalid("JWS Protected and JWS Unprotected Header Parameter names must be disjoint");
  const joseHeader = { ...protectedHeader, ...header }, b64 = validateB64(protectedHeader, validateCrit(JWSInvalid, JWS_RECOGNIZED, shared[1], protectedHeader, joseHeader)), { alg } = joseHeader;
  if (typeof alg != "string" || !alg)
    throw new JWSInvalid('JWS "alg" (Algorithm) Header Parameter missing or invalid');
  if (shared[0] && !shared[0].has(alg))
    throw new JOSEAlgNotAllowed('"alg" (Algorithm) Header Parameter value not allowed');
  if (b64) {
    if (typeof inputPayload != "string")
      throw new JWSInvalid("JWS Payload must be a string");
  } else if (typeof inputPayload != "string" && !(inputPayload instanceof Uint8Array))
    throw new JWSInvalid("JWS Payload must be a string or an Uint8Array instance");
  const signingPayload = b64 || typeof inputPayload != "string" ? inputPayload : encodeUnencodedPayload(inputPayload);
  let resolvedKey = false;
  typeof key == "function" && (key = await key(protectedHeader, jws), resolvedKey = true);
  const entry = jwsAlgorithm(alg), signingInput = concat(encodedProtectedHeader !== void 0 ? encode(encodedProtectedHeader) : new Uint8Array(), encode("."), typeof signingPayload == "string" ? shared[2] ??= encodeAsciiMember(signingPayload, "payload", JWSInvalid) : signingPayload), signature = decodeBase64url(jws.signature, "signature", JWSInvalid), verificationKey = await prepareKey(entry, key, "verify"), cryptoKey = await rawKey(verificationKey, entry.subtle, "verify");
  entry.minRsaBits && checkModulusLength(entry.alg, cryptoKey);
  let verified = false;
  try {
    verified = await crypto.subtle.verify(entry.signing, cryptoKey, signature, signingInput);
  } catch (cause) {
    throw new JWSSignatureVerificationFailed(void 0, { cause });
  }
  if (!verified)
    throw new JWSSignatureVerificationFailed();
  const result = { payload: typeof signingPayload == "string" ? decodeBase64url(signingPayload, "payload", JWSInvalid) : signingPayload };
  return encodedProtectedHeader !== void 0 && (result.protectedHeader = protectedHeader), header !== void 0 && (result.unprotectedHeader = header), resolvedKey ? [{ ...result, key: verificationKey }, b64] : [result, b64];
}
__name(verifySignature, "verifySignature");
async function verifyCompact(jws, shared, key) {
  if (jws instanceof Uint8Array && (jws = decoder.decode(jws)), typeof jws != "string")
    throw new JWSInvalid("Compact JWS must be a string or Uint8Array");
  const { 0: protectedHeader, 1: payload, 2: signature, length } = jws.split(".");
  if (length !== 3)
    throw new JWSInvalid("Invalid Compact JWS");
  return verifySignature({ payload, protected: protectedHeader, signature }, shared, key, encodeCompactUnencodedPayload);
}
__name(verifyCompact, "verifyCompact");

// node_modules/jose/dist/webapi/lib/jwt_claims_set.js
var epoch = /* @__PURE__ */ __name((date) => Math.floor(date.getTime() / 1e3), "epoch");
var multipliers = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86400,
  w: 604800,
  y: 31557600
};
var REGEX = /^(\+|\-)? ?(\d+|\d+\.\d+) ?(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w|years?|yrs?|y)(?: (ago|from now))?$/i;
var checkFailed = "check_failed";
function invalidDuration() {
  throw new TypeError("Invalid time period format");
}
__name(invalidDuration, "invalidDuration");
function secs(str) {
  typeof str != "string" && invalidDuration();
  const matched = REGEX.exec(str);
  (!matched || matched[4] && matched[1]) && invalidDuration();
  const value = parseFloat(matched[2]), durationSeconds = Math.round(value * multipliers[matched[3][0].toLowerCase()]);
  return Number.isFinite(durationSeconds) || invalidDuration(), matched[1] === "-" || matched[4]?.toLowerCase() === "ago" ? -durationSeconds : durationSeconds;
}
__name(secs, "secs");
function validateInput(label, input) {
  if (!Number.isFinite(input))
    throw new TypeError(`Invalid ${label} input`);
  return input;
}
__name(validateInput, "validateInput");
var normalizeTyp = /* @__PURE__ */ __name((value) => {
  const normalized = value.toLowerCase();
  return value.includes("/") ? normalized : `application/${normalized}`;
}, "normalizeTyp");
var checkAudiencePresence = /* @__PURE__ */ __name((audPayload, audOption) => typeof audPayload == "string" ? audOption.includes(audPayload) : Array.isArray(audPayload) ? audOption.some((aud) => audPayload.includes(aud)) : false, "checkAudiencePresence");
function validateNumericDate(claimsSet, claim, required = false) {
  const value = claimsSet[claim];
  if (!(value === void 0 && !required)) {
    if (typeof value != "number")
      throw new JWTClaimValidationFailed(`"${claim}" claim must be a number`, claimsSet, claim, "invalid");
    return value;
  }
}
__name(validateNumericDate, "validateNumericDate");
function unexpectedClaim(claimsSet, claim) {
  throw new JWTClaimValidationFailed(`unexpected "${claim}" claim value`, claimsSet, claim, checkFailed);
}
__name(unexpectedClaim, "unexpectedClaim");
function validateClaimsSet(protectedHeader, claimsSetBytes, options = {}) {
  let claimsSet;
  try {
    claimsSet = JSON.parse(strictDecoder.decode(claimsSetBytes));
  } catch (cause) {
    throw new JWTInvalid("JWT Claims Set must be a top-level JSON object", { cause });
  }
  if (!isObject(claimsSet))
    throw new JWTInvalid("JWT Claims Set must be a top-level JSON object");
  const { typ } = options;
  if (typ !== void 0 && (typeof protectedHeader.typ != "string" || normalizeTyp(protectedHeader.typ) !== normalizeTyp(typ)))
    throw new JWTClaimValidationFailed('unexpected "typ" JWT header value', claimsSet, "typ", checkFailed);
  const { requiredClaims = [], issuer, subject, audience, maxTokenAge } = options, presenceCheck = [...requiredClaims];
  maxTokenAge !== void 0 && presenceCheck.push("iat"), audience !== void 0 && presenceCheck.push("aud"), subject !== void 0 && presenceCheck.push("sub"), issuer !== void 0 && presenceCheck.push("iss");
  for (const claim of new Set(presenceCheck.reverse()))
    if (!Object.hasOwn(claimsSet, claim))
      throw new JWTClaimValidationFailed(`missing required "${claim}" claim`, claimsSet, claim, "missing");
  issuer !== void 0 && !(Array.isArray(issuer) ? issuer : [issuer]).includes(claimsSet.iss) && unexpectedClaim(claimsSet, "iss"), subject !== void 0 && claimsSet.sub !== subject && unexpectedClaim(claimsSet, "sub"), audience !== void 0 && !checkAudiencePresence(claimsSet.aud, typeof audience == "string" ? [audience] : audience) && unexpectedClaim(claimsSet, "aud");
  const { clockTolerance: clockTolerance2 } = options;
  let tolerance = 0;
  if (typeof clockTolerance2 == "string")
    tolerance = secs(clockTolerance2);
  else if (clockTolerance2 !== void 0) {
    if (typeof clockTolerance2 != "number")
      throw new TypeError("Invalid clockTolerance option type");
    tolerance = clockTolerance2;
  }
  if (validateInput("clockTolerance option", tolerance), tolerance < 0)
    throw new TypeError("Invalid clockTolerance option input");
  const { currentDate } = options, now = validateInput("currentDate option", epoch(currentDate === void 0 ? /* @__PURE__ */ new Date() : currentDate)), iat = validateNumericDate(claimsSet, "iat", maxTokenAge !== void 0), nbf = validateNumericDate(claimsSet, "nbf");
  if (nbf !== void 0 && nbf > now + tolerance)
    throw new JWTClaimValidationFailed('"nbf" claim timestamp check failed', claimsSet, "nbf", checkFailed);
  const exp = validateNumericDate(claimsSet, "exp");
  if (exp !== void 0 && exp <= now - tolerance)
    throw new JWTExpired('"exp" claim timestamp check failed', claimsSet, "exp", checkFailed);
  if (maxTokenAge !== void 0) {
    const age = now - iat, max = validateInput("maxTokenAge option", typeof maxTokenAge == "number" ? maxTokenAge : secs(maxTokenAge));
    if (max < 0)
      throw new TypeError("Invalid maxTokenAge option input");
    if (age - tolerance > max)
      throw new JWTExpired('"iat" claim timestamp check failed (too far in the past)', claimsSet, "iat", checkFailed);
    if (age < -tolerance)
      throw new JWTClaimValidationFailed('"iat" claim timestamp check failed (it should be in the past)', claimsSet, "iat", checkFailed);
  }
  return claimsSet;
}
__name(validateClaimsSet, "validateClaimsSet");

// node_modules/jose/dist/webapi/jwt/verify.js
async function jwtVerify(jwt, key, options) {
  const [verified, b64] = await verifyCompact(jwt, prepareVerify(options), key);
  if (!b64)
    throw new JWTInvalid("JWTs MUST NOT use unencoded payload");
  const payload = validateClaimsSet(verified.protectedHeader, verified.payload, options);
  return { ...verified, payload };
}
__name(jwtVerify, "jwtVerify");

// node_modules/jose/dist/webapi/jwks/local.js
function isUsableJWK(jwk, entry, alg, kid) {
  const { kty, key_ops: keyOps, ext, kid: jwkKid, alg: jwkAlg, use, crv } = jwk;
  return (ext === void 0 || typeof ext == "boolean") && (keyOps === void 0 || Array.isArray(keyOps) && keyOps.every((operation, index) => typeof operation == "string" && keyOps.indexOf(operation) === index) && keyOps.includes("verify")) && entry.kty.includes(kty) && (kid === void 0 || typeof kid == "string" && kid === jwkKid) && (jwkAlg === void 0 ? kty !== "AKP" : alg === jwkAlg) && (use === void 0 || use === "sig") && (!entry.crv || crv === entry.crv);
}
__name(isUsableJWK, "isUsableJWK");
async function importWithAlgCache(cache2, jwk, entry) {
  const cached = cache2.get(jwk) || cache2.set(jwk, {}).get(jwk), { alg } = entry;
  if (cached[alg] === void 0) {
    const pending2 = jwkToKey(entry, jwk, true).then((key) => {
      if (key.type !== "public")
        throw new JWKSInvalid("JSON Web Key Set members must be public keys");
      return cached[alg] = key, key;
    }).catch((error) => {
      throw cached[alg] === pending2 && delete cached[alg], error;
    });
    cached[alg] = pending2;
  }
  return cached[alg];
}
__name(importWithAlgCache, "importWithAlgCache");
function createLocalJWKSet(jwks) {
  let snapshot;
  try {
    snapshot = structuredClone(jwks);
  } catch (cause) {
    throw new JWKSInvalid("JSON Web Key Set malformed", { cause });
  }
  if (!isJwkSet(snapshot))
    throw new JWKSInvalid("JSON Web Key Set malformed");
  const metadata = snapshot.keys.map((jwk) => {
    const normalized = snapshotJwk(jwk);
    return Array.isArray(normalized.key_ops) && (normalized.key_ops = [...normalized.key_ops]), normalized;
  }), cached = /* @__PURE__ */ new WeakMap();
  return Object.defineProperty(async (protectedHeader, token) => {
    const { alg, kid } = { ...protectedHeader, ...token?.header }, entry = typeof alg == "string" ? JWS[alg] : void 0;
    if (!entry || entry.secret)
      throw new JOSENotSupported('Unsupported "alg" value for a JSON Web Key Set');
    const candidates = snapshot.keys.filter((_, index) => isUsableJWK(metadata[index], entry, alg, kid)), { 0: jwk, length } = candidates;
    if (!length)
      throw new JWKSNoMatchingKey();
    if (length !== 1) {
      const error = new JWKSMultipleMatchingKeys();
      throw error[Symbol.asyncIterator] = async function* () {
        for (const jwk2 of candidates)
          try {
            yield await importWithAlgCache(cached, jwk2, entry);
          } catch {
          }
      }, error;
    }
    return importWithAlgCache(cached, jwk, entry);
  }, "jwks", {
    value: /* @__PURE__ */ __name(() => structuredClone(snapshot), "value")
  });
}
__name(createLocalJWKSet, "createLocalJWKSet");

// node_modules/jose/dist/webapi/jwks/remote.js
function isCloudflareWorkers() {
  return typeof WebSocketPair < "u" || typeof navigator < "u" && true || typeof EdgeRuntime < "u" && EdgeRuntime === "vercel";
}
__name(isCloudflareWorkers, "isCloudflareWorkers");
var USER_AGENT;
(typeof navigator > "u" || !"Cloudflare-Workers"?.startsWith?.("Mozilla/5.0 ")) && (USER_AGENT = "jose/v6.2.18");
var customFetch = /* @__PURE__ */ Symbol();
async function fetchJwks(url, headers, signal2, fetchImpl = fetch) {
  const response = await fetchImpl(url, {
    method: "GET",
    signal: signal2,
    redirect: "manual",
    headers
  }).catch((err) => {
    throw err.name === "TimeoutError" ? new JWKSTimeout(void 0, { cause: err }) : err;
  });
  if (response.status !== 200)
    throw new JOSEError("Expected 200 OK from the JSON Web Key Set HTTP response");
  try {
    return await response.json();
  } catch (cause) {
    throw signal2.aborted ? new JWKSTimeout(void 0, { cause }) : new JOSEError("Failed to parse the JSON Web Key Set HTTP response as JSON", { cause });
  }
}
__name(fetchJwks, "fetchJwks");
var jwksCache = /* @__PURE__ */ Symbol();
function isFreshFor(timestamp, duration) {
  return Number.isFinite(timestamp) && Date.now() < timestamp + duration;
}
__name(isFreshFor, "isFreshFor");
function validateDuration(value, fallback, option) {
  if (Number.isNaN(value))
    throw new TypeError(`"${option}" option must not be NaN`);
  if (typeof value == "number" && value < 0)
    throw new TypeError(`"${option}" option must not be negative`);
  return typeof value == "number" ? value : fallback;
}
__name(validateDuration, "validateDuration");
function createRemoteJWKSet(url, options) {
  if (!(url instanceof URL))
    throw new TypeError("url must be an instance of URL");
  const href = new URL(url.href).href, opts = options ?? {}, timeoutOption = opts.timeoutDuration;
  if (typeof timeoutOption == "number" && (!Number.isInteger(timeoutOption) || timeoutOption < 0))
    throw new TypeError('"timeoutDuration" option must be a non-negative integer');
  const timeoutDuration = typeof timeoutOption == "number" ? timeoutOption : 5e3, cooldownDuration = validateDuration(opts.cooldownDuration, 3e4, "cooldownDuration"), cacheMaxAge = validateDuration(opts.cacheMaxAge, 6e5, "cacheMaxAge"), headers = new Headers(opts.headers);
  USER_AGENT && !headers.has("User-Agent") && headers.set("User-Agent", USER_AGENT), headers.has("accept") || headers.set("accept", "application/json, application/jwk-set+json");
  const fetchImpl = opts[customFetch], cache2 = opts[jwksCache];
  let jwksTimestamp, pendingFetch, reloadSequence = 0, appliedSequence = 0, local;
  if (cache2 && typeof cache2 == "object") {
    const { uat, jwks } = cache2;
    isFreshFor(uat, cacheMaxAge) && isJwkSet(jwks) && (jwksTimestamp = uat, local = createLocalJWKSet(jwks));
  }
  const reload = /* @__PURE__ */ __name(async () => {
    if (pendingFetch && isCloudflareWorkers() && (pendingFetch = void 0), !pendingFetch) {
      const sequence = ++reloadSequence, current = pendingFetch = fetchJwks(href, headers, AbortSignal.timeout(timeoutDuration), fetchImpl).then((json) => {
        const next = createLocalJWKSet(json);
        if (sequence <= appliedSequence)
          return;
        local = next;
        const updatedAt = Date.now();
        cache2 && (cache2.uat = updatedAt, cache2.jwks = json), jwksTimestamp = updatedAt, appliedSequence = sequence;
      }).finally(() => {
        pendingFetch === current && (pendingFetch = void 0);
      });
    }
    await pendingFetch;
  }, "reload");
  return Object.defineProperties(async (protectedHeader, token) => {
    (!local || !isFreshFor(jwksTimestamp, cacheMaxAge)) && await reload();
    try {
      return await local(protectedHeader, token);
    } catch (err) {
      if (err instanceof JWKSNoMatchingKey && !isFreshFor(jwksTimestamp, cooldownDuration))
        return await reload(), local(protectedHeader, token);
      throw err;
    }
  }, {
    coolingDown: {
      get: /* @__PURE__ */ __name(() => isFreshFor(jwksTimestamp, cooldownDuration), "get"),
      enumerable: true
    },
    fresh: {
      get: /* @__PURE__ */ __name(() => isFreshFor(jwksTimestamp, cacheMaxAge), "get"),
      enumerable: true
    },
    reload: {
      value: reload,
      enumerable: true
    },
    reloading: {
      get: /* @__PURE__ */ __name(() => !!pendingFetch, "get"),
      enumerable: true
    },
    jwks: {
      value: /* @__PURE__ */ __name(() => local?.jwks(), "value"),
      enumerable: true
    }
  });
}
__name(createRemoteJWKSet, "createRemoteJWKSet");

// worker/sign-in/cloudflare-access.ts
var CloudflareAccess = class {
  static {
    __name(this, "CloudflareAccess");
  }
  settings;
  keys;
  constructor(settings) {
    this.settings = settings;
    this.keys = createRemoteJWKSet(new URL("/cdn-cgi/access/certs", settings.issuer));
  }
  /** The address that Access vouches for. @throws a 401 for anything forged, expired or meant for another application */
  async emailOf(assertion) {
    if (assertion === void 0) throw refused3();
    const { issuer, audience } = this.settings;
    const checked = await jwtVerify(assertion, this.keys, { issuer, audience, algorithms: ["RS256"] }).catch(
      () => null
    );
    const email2 = checked?.payload.email;
    if (typeof email2 !== "string" || !email2.includes("@")) throw refused3();
    return email2.toLowerCase();
  }
};
function refused3() {
  return signInFirst("Cloudflare Access has not confirmed who you are.", "Open this site through its Access address.");
}
__name(refused3, "refused");

// worker/sign-in/form.ts
async function formOf(context) {
  if (!/^application\/x-www-form-urlencoded\b/i.test(context.req.header("Content-Type") ?? ""))
    throw badRequest("The form cannot be read.", "Use the form on the page.");
  return new URLSearchParams(await limitedText(context.req.raw, 16384));
}
__name(formOf, "formOf");

// node_modules/oauth4webapi/build/index.js
var USER_AGENT2;
if (typeof navigator === "undefined" || !"Cloudflare-Workers"?.startsWith?.("Mozilla/5.0 ")) {
  const NAME = "oauth4webapi";
  const VERSION = "v3.8.8";
  USER_AGENT2 = `${NAME}/${VERSION}`;
}
function looseInstanceOf(input, expected) {
  if (input == null) {
    return false;
  }
  try {
    return input instanceof expected || Object.getPrototypeOf(input)[Symbol.toStringTag] === expected.prototype[Symbol.toStringTag];
  } catch {
    return false;
  }
}
__name(looseInstanceOf, "looseInstanceOf");
var ERR_INVALID_ARG_VALUE = "ERR_INVALID_ARG_VALUE";
var ERR_INVALID_ARG_TYPE = "ERR_INVALID_ARG_TYPE";
function CodedTypeError(message2, code, cause) {
  const err = new TypeError(message2, { cause });
  Object.assign(err, { code });
  return err;
}
__name(CodedTypeError, "CodedTypeError");
var allowInsecureRequests = /* @__PURE__ */ Symbol();
var clockSkew = /* @__PURE__ */ Symbol();
var clockTolerance = /* @__PURE__ */ Symbol();
var customFetch2 = /* @__PURE__ */ Symbol();
var jweDecrypt = /* @__PURE__ */ Symbol();
var jwksCache2 = /* @__PURE__ */ Symbol();
var encoder2 = new TextEncoder();
var decoder2 = new TextDecoder();
function buf(input) {
  if (typeof input === "string") {
    return encoder2.encode(input);
  }
  return decoder2.decode(input);
}
__name(buf, "buf");
var encodeBase64Url;
if (Uint8Array.prototype.toBase64) {
  encodeBase64Url = /* @__PURE__ */ __name((input) => {
    if (input instanceof ArrayBuffer) {
      input = new Uint8Array(input);
    }
    return input.toBase64({ alphabet: "base64url", omitPadding: true });
  }, "encodeBase64Url");
} else {
  const CHUNK_SIZE = 32768;
  encodeBase64Url = /* @__PURE__ */ __name((input) => {
    if (input instanceof ArrayBuffer) {
      input = new Uint8Array(input);
    }
    const arr = [];
    for (let i = 0; i < input.byteLength; i += CHUNK_SIZE) {
      arr.push(String.fromCharCode.apply(null, input.subarray(i, i + CHUNK_SIZE)));
    }
    return btoa(arr.join("")).replace(/=/g, "").replace(/\+/g, "-").replace(/\//g, "_");
  }, "encodeBase64Url");
}
var decodeBase64Url;
if (Uint8Array.fromBase64) {
  decodeBase64Url = /* @__PURE__ */ __name((input) => {
    try {
      return Uint8Array.fromBase64(input, { alphabet: "base64url" });
    } catch (cause) {
      throw CodedTypeError("The input to be decoded is not correctly encoded.", ERR_INVALID_ARG_VALUE, cause);
    }
  }, "decodeBase64Url");
} else {
  decodeBase64Url = /* @__PURE__ */ __name((input) => {
    try {
      const binary = atob(input.replace(/-/g, "+").replace(/_/g, "/").replace(/\s/g, ""));
      const bytes = new Uint8Array(binary.length);
      for (let i = 0; i < binary.length; i++) {
        bytes[i] = binary.charCodeAt(i);
      }
      return bytes;
    } catch (cause) {
      throw CodedTypeError("The input to be decoded is not correctly encoded.", ERR_INVALID_ARG_VALUE, cause);
    }
  }, "decodeBase64Url");
}
function b64u(input) {
  if (typeof input === "string") {
    return decodeBase64Url(input);
  }
  return encodeBase64Url(input);
}
__name(b64u, "b64u");
var UnsupportedOperationError = class extends Error {
  static {
    __name(this, "UnsupportedOperationError");
  }
  code;
  constructor(message2, options) {
    super(message2, options);
    this.name = this.constructor.name;
    this.code = UNSUPPORTED_OPERATION;
    Error.captureStackTrace?.(this, this.constructor);
  }
};
var OperationProcessingError = class extends Error {
  static {
    __name(this, "OperationProcessingError");
  }
  code;
  constructor(message2, options) {
    super(message2, options);
    this.name = this.constructor.name;
    if (options?.code) {
      this.code = options?.code;
    }
    Error.captureStackTrace?.(this, this.constructor);
  }
};
function OPE(message2, code, cause) {
  return new OperationProcessingError(message2, { code, cause });
}
__name(OPE, "OPE");
function isJsonObject(input) {
  if (input === null || typeof input !== "object" || Array.isArray(input)) {
    return false;
  }
  return true;
}
__name(isJsonObject, "isJsonObject");
function prepareHeaders(input) {
  if (looseInstanceOf(input, Headers)) {
    input = Object.fromEntries(input.entries());
  }
  const headers = new Headers(input ?? {});
  if (USER_AGENT2 && !headers.has("user-agent")) {
    headers.set("user-agent", USER_AGENT2);
  }
  if (headers.has("authorization")) {
    throw CodedTypeError('"options.headers" must not include the "authorization" header name', ERR_INVALID_ARG_VALUE);
  }
  return headers;
}
__name(prepareHeaders, "prepareHeaders");
function signal(url, value) {
  if (value !== void 0) {
    if (typeof value === "function") {
      value = value(url.href);
    }
    if (!(value instanceof AbortSignal)) {
      throw CodedTypeError('"options.signal" must return or be an instance of AbortSignal', ERR_INVALID_ARG_TYPE);
    }
    return value;
  }
  return void 0;
}
__name(signal, "signal");
function replaceDoubleSlash(pathname) {
  if (pathname.includes("//")) {
    return pathname.replace("//", "/");
  }
  return pathname;
}
__name(replaceDoubleSlash, "replaceDoubleSlash");
function prependWellKnown(url, wellKnown, allowTerminatingSlash = false) {
  if (url.pathname === "/") {
    url.pathname = wellKnown;
  } else {
    url.pathname = replaceDoubleSlash(`${wellKnown}/${allowTerminatingSlash ? url.pathname : url.pathname.replace(/(\/)$/, "")}`);
  }
  return url;
}
__name(prependWellKnown, "prependWellKnown");
function appendWellKnown(url, wellKnown) {
  url.pathname = replaceDoubleSlash(`${url.pathname}/${wellKnown}`);
  return url;
}
__name(appendWellKnown, "appendWellKnown");
async function performDiscovery(input, urlName, transform, options) {
  if (!(input instanceof URL)) {
    throw CodedTypeError(`"${urlName}" must be an instance of URL`, ERR_INVALID_ARG_TYPE);
  }
  checkProtocol(input, options?.[allowInsecureRequests] !== true);
  const url = transform(new URL(input.href));
  const headers = prepareHeaders(options?.headers);
  headers.set("accept", "application/json");
  return (options?.[customFetch2] || fetch)(url.href, {
    body: void 0,
    headers: Object.fromEntries(headers.entries()),
    method: "GET",
    redirect: "manual",
    signal: signal(url, options?.signal)
  });
}
__name(performDiscovery, "performDiscovery");
async function discoveryRequest(issuerIdentifier, options) {
  return performDiscovery(issuerIdentifier, "issuerIdentifier", (url) => {
    switch (options?.algorithm) {
      case void 0:
      case "oidc":
        appendWellKnown(url, ".well-known/openid-configuration");
        break;
      case "oauth2":
        prependWellKnown(url, ".well-known/oauth-authorization-server");
        break;
      default:
        throw CodedTypeError('"options.algorithm" must be "oidc" (default), or "oauth2"', ERR_INVALID_ARG_VALUE);
    }
    return url;
  }, options);
}
__name(discoveryRequest, "discoveryRequest");
function assertNumber(input, allow0, it, code, cause) {
  try {
    if (typeof input !== "number" || !Number.isFinite(input)) {
      throw CodedTypeError(`${it} must be a number`, ERR_INVALID_ARG_TYPE, cause);
    }
    if (input > 0)
      return;
    if (allow0) {
      if (input !== 0) {
        throw CodedTypeError(`${it} must be a non-negative number`, ERR_INVALID_ARG_VALUE, cause);
      }
      return;
    }
    throw CodedTypeError(`${it} must be a positive number`, ERR_INVALID_ARG_VALUE, cause);
  } catch (err) {
    if (code) {
      throw OPE(err.message, code, cause);
    }
    throw err;
  }
}
__name(assertNumber, "assertNumber");
function assertString(input, it, code, cause) {
  try {
    if (typeof input !== "string") {
      throw CodedTypeError(`${it} must be a string`, ERR_INVALID_ARG_TYPE, cause);
    }
    if (input.length === 0) {
      throw CodedTypeError(`${it} must not be empty`, ERR_INVALID_ARG_VALUE, cause);
    }
  } catch (err) {
    if (code) {
      throw OPE(err.message, code, cause);
    }
    throw err;
  }
}
__name(assertString, "assertString");
async function processDiscoveryResponse(expectedIssuerIdentifier, response) {
  const expected = expectedIssuerIdentifier;
  if (!(expected instanceof URL) && expected !== _nodiscoverycheck) {
    throw CodedTypeError('"expectedIssuerIdentifier" must be an instance of URL', ERR_INVALID_ARG_TYPE);
  }
  if (!looseInstanceOf(response, Response)) {
    throw CodedTypeError('"response" must be an instance of Response', ERR_INVALID_ARG_TYPE);
  }
  if (response.status !== 200) {
    throw OPE('"response" is not a conform Authorization Server Metadata response (unexpected HTTP status code)', RESPONSE_IS_NOT_CONFORM, response);
  }
  assertReadableResponse(response);
  const json = await getResponseJsonBody(response);
  assertString(json.issuer, '"response" body "issuer" property', INVALID_RESPONSE, { body: json });
  if (expected !== _nodiscoverycheck && new URL(json.issuer).href !== expected.href) {
    throw OPE('"response" body "issuer" property does not match the expected value', JSON_ATTRIBUTE_COMPARISON, { expected: expected.href, body: json, attribute: "issuer" });
  }
  return json;
}
__name(processDiscoveryResponse, "processDiscoveryResponse");
function assertApplicationJson(response) {
  assertContentType(response, "application/json");
}
__name(assertApplicationJson, "assertApplicationJson");
function notJson(response, ...types) {
  let msg = '"response" content-type must be ';
  if (types.length > 2) {
    const last = types.pop();
    msg += `${types.join(", ")}, or ${last}`;
  } else if (types.length === 2) {
    msg += `${types[0]} or ${types[1]}`;
  } else {
    msg += types[0];
  }
  return OPE(msg, RESPONSE_IS_NOT_JSON, response);
}
__name(notJson, "notJson");
function assertContentTypes(response, ...types) {
  if (!types.includes(getContentType(response))) {
    throw notJson(response, ...types);
  }
}
__name(assertContentTypes, "assertContentTypes");
function assertContentType(response, contentType2) {
  if (getContentType(response) !== contentType2) {
    throw notJson(response, contentType2);
  }
}
__name(assertContentType, "assertContentType");
function randomBytes2() {
  return b64u(crypto.getRandomValues(new Uint8Array(32)));
}
__name(randomBytes2, "randomBytes");
function generateRandomCodeVerifier() {
  return randomBytes2();
}
__name(generateRandomCodeVerifier, "generateRandomCodeVerifier");
function generateRandomState() {
  return randomBytes2();
}
__name(generateRandomState, "generateRandomState");
function generateRandomNonce() {
  return randomBytes2();
}
__name(generateRandomNonce, "generateRandomNonce");
async function calculatePKCECodeChallenge(codeVerifier) {
  assertString(codeVerifier, "codeVerifier");
  return b64u(await crypto.subtle.digest("SHA-256", buf(codeVerifier)));
}
__name(calculatePKCECodeChallenge, "calculatePKCECodeChallenge");
function getClockSkew(client) {
  const skew = client?.[clockSkew];
  return typeof skew === "number" && Number.isFinite(skew) ? skew : 0;
}
__name(getClockSkew, "getClockSkew");
function getClockTolerance(client) {
  const tolerance = client?.[clockTolerance];
  return typeof tolerance === "number" && Number.isFinite(tolerance) && Math.sign(tolerance) !== -1 ? tolerance : 30;
}
__name(getClockTolerance, "getClockTolerance");
function epochTime() {
  return Math.floor(Date.now() / 1e3);
}
__name(epochTime, "epochTime");
function assertAs(as) {
  if (typeof as !== "object" || as === null) {
    throw CodedTypeError('"as" must be an object', ERR_INVALID_ARG_TYPE);
  }
  assertString(as.issuer, '"as.issuer"');
}
__name(assertAs, "assertAs");
function assertClient(client) {
  if (typeof client !== "object" || client === null) {
    throw CodedTypeError('"client" must be an object', ERR_INVALID_ARG_TYPE);
  }
  assertString(client.client_id, '"client.client_id"');
}
__name(assertClient, "assertClient");
function ClientSecretPost(clientSecret) {
  assertString(clientSecret, '"clientSecret"');
  return (_as, client, body, _headers) => {
    body.set("client_id", client.client_id);
    body.set("client_secret", clientSecret);
  };
}
__name(ClientSecretPost, "ClientSecretPost");
var URLParse = URL.parse ? (url, base) => URL.parse(url, base) : (url, base) => {
  try {
    return new URL(url, base);
  } catch {
    return null;
  }
};
function checkProtocol(url, enforceHttps) {
  if (enforceHttps && url.protocol !== "https:") {
    throw OPE("only requests to HTTPS are allowed", HTTP_REQUEST_FORBIDDEN, url);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw OPE("only HTTP and HTTPS requests are allowed", REQUEST_PROTOCOL_FORBIDDEN, url);
  }
}
__name(checkProtocol, "checkProtocol");
function validateEndpoint(value, endpoint, useMtlsAlias, enforceHttps) {
  let url;
  if (typeof value !== "string" || !(url = URLParse(value))) {
    throw OPE(`authorization server metadata does not contain a valid ${useMtlsAlias ? `"as.mtls_endpoint_aliases.${endpoint}"` : `"as.${endpoint}"`}`, value === void 0 ? MISSING_SERVER_METADATA : INVALID_SERVER_METADATA, { attribute: useMtlsAlias ? `mtls_endpoint_aliases.${endpoint}` : endpoint });
  }
  checkProtocol(url, enforceHttps);
  return url;
}
__name(validateEndpoint, "validateEndpoint");
function resolveEndpoint(as, endpoint, useMtlsAlias, enforceHttps) {
  if (useMtlsAlias && as.mtls_endpoint_aliases && endpoint in as.mtls_endpoint_aliases) {
    return validateEndpoint(as.mtls_endpoint_aliases[endpoint], endpoint, useMtlsAlias, enforceHttps);
  }
  return validateEndpoint(as[endpoint], endpoint, useMtlsAlias, enforceHttps);
}
__name(resolveEndpoint, "resolveEndpoint");
var ResponseBodyError = class extends Error {
  static {
    __name(this, "ResponseBodyError");
  }
  cause;
  code;
  error;
  status;
  error_description;
  response;
  constructor(message2, options) {
    super(message2, options);
    this.name = this.constructor.name;
    this.code = RESPONSE_BODY_ERROR;
    this.cause = options.cause;
    this.error = options.cause.error;
    this.status = options.response.status;
    this.error_description = options.cause.error_description;
    Object.defineProperty(this, "response", { enumerable: false, value: options.response });
    Error.captureStackTrace?.(this, this.constructor);
  }
};
var AuthorizationResponseError = class extends Error {
  static {
    __name(this, "AuthorizationResponseError");
  }
  cause;
  code;
  error;
  error_description;
  constructor(message2, options) {
    super(message2, options);
    this.name = this.constructor.name;
    this.code = AUTHORIZATION_RESPONSE_ERROR;
    this.cause = options.cause;
    this.error = options.cause.get("error");
    this.error_description = options.cause.get("error_description") ?? void 0;
    Error.captureStackTrace?.(this, this.constructor);
  }
};
var WWWAuthenticateChallengeError = class extends Error {
  static {
    __name(this, "WWWAuthenticateChallengeError");
  }
  cause;
  code;
  response;
  status;
  constructor(message2, options) {
    super(message2, options);
    this.name = this.constructor.name;
    this.code = WWW_AUTHENTICATE_CHALLENGE;
    this.cause = options.cause;
    this.status = options.response.status;
    this.response = options.response;
    Object.defineProperty(this, "response", { enumerable: false });
    Error.captureStackTrace?.(this, this.constructor);
  }
};
var tokenMatch = "[a-zA-Z0-9!#$%&\\'\\*\\+\\-\\.\\^_`\\|~]+";
var token68Match = "[a-zA-Z0-9\\-\\._\\~\\+\\/]+={0,2}";
var quotedMatch = '"((?:[^"\\\\]|\\\\[\\s\\S])*)"';
var quotedParamMatcher = "(" + tokenMatch + ")\\s*=\\s*" + quotedMatch;
var paramMatcher = "(" + tokenMatch + ")\\s*=\\s*(" + tokenMatch + ")";
var schemeRE = new RegExp("^[,\\s]*(" + tokenMatch + ")");
var quotedParamRE = new RegExp("^[,\\s]*" + quotedParamMatcher + "[,\\s]*(.*)");
var unquotedParamRE = new RegExp("^[,\\s]*" + paramMatcher + "[,\\s]*(.*)");
var token68ParamRE = new RegExp("^(" + token68Match + ")(?:$|[,\\s])(.*)");
function parseWwwAuthenticateChallenges(response) {
  if (!looseInstanceOf(response, Response)) {
    throw CodedTypeError('"response" must be an instance of Response', ERR_INVALID_ARG_TYPE);
  }
  const header = response.headers.get("www-authenticate");
  if (header === null) {
    return void 0;
  }
  const challenges = [];
  let rest = header;
  while (rest) {
    let match2 = rest.match(schemeRE);
    const scheme = match2?.["1"].toLowerCase();
    if (!scheme) {
      return void 0;
    }
    const afterScheme = rest.substring(match2[0].length);
    if (afterScheme && !afterScheme.match(/^[\s,]/)) {
      return void 0;
    }
    const spaceMatch = afterScheme.match(/^\s+(.*)$/);
    const hasParameters = !!spaceMatch;
    rest = spaceMatch ? spaceMatch[1] : void 0;
    const parameters = {};
    let token68;
    if (hasParameters) {
      while (rest) {
        let key;
        let value;
        if (match2 = rest.match(quotedParamRE)) {
          ;
          [, key, value, rest] = match2;
          if (value.includes("\\")) {
            value = value.replace(/\\([\s\S])/g, "$1");
          }
          parameters[key.toLowerCase()] = value;
          continue;
        }
        if (match2 = rest.match(unquotedParamRE)) {
          ;
          [, key, value, rest] = match2;
          parameters[key.toLowerCase()] = value;
          continue;
        }
        if (match2 = rest.match(token68ParamRE)) {
          if (Object.keys(parameters).length) {
            break;
          }
          ;
          [, token68, rest] = match2;
          break;
        }
        return void 0;
      }
    } else {
      rest = afterScheme || void 0;
    }
    const challenge = { scheme, parameters };
    if (token68) {
      challenge.token68 = token68;
    }
    challenges.push(challenge);
  }
  if (!challenges.length) {
    return void 0;
  }
  return challenges;
}
__name(parseWwwAuthenticateChallenges, "parseWwwAuthenticateChallenges");
async function parseOAuthResponseErrorBody(response) {
  if (response.status > 399 && response.status < 500) {
    assertReadableResponse(response);
    assertApplicationJson(response);
    try {
      const json = await response.clone().json();
      if (isJsonObject(json) && typeof json.error === "string" && json.error.length) {
        return json;
      }
    } catch {
    }
  }
  return void 0;
}
__name(parseOAuthResponseErrorBody, "parseOAuthResponseErrorBody");
async function checkOAuthBodyError(response, expected, label) {
  if (response.status !== expected) {
    checkAuthenticationChallenges(response);
    let err;
    if (err = await parseOAuthResponseErrorBody(response)) {
      await response.body?.cancel();
      throw new ResponseBodyError("server responded with an error in the response body", {
        cause: err,
        response
      });
    }
    throw OPE(`"response" is not a conform ${label} response (unexpected HTTP status code)`, RESPONSE_IS_NOT_CONFORM, response);
  }
}
__name(checkOAuthBodyError, "checkOAuthBodyError");
function assertDPoP(option) {
  if (!branded.has(option)) {
    throw CodedTypeError('"options.DPoP" is not a valid DPoPHandle', ERR_INVALID_ARG_VALUE);
  }
}
__name(assertDPoP, "assertDPoP");
async function resourceRequest(accessToken, method, url, headers, body, options) {
  assertString(accessToken, '"accessToken"');
  if (!(url instanceof URL)) {
    throw CodedTypeError('"url" must be an instance of URL', ERR_INVALID_ARG_TYPE);
  }
  checkProtocol(url, options?.[allowInsecureRequests] !== true);
  headers = prepareHeaders(headers);
  if (options?.DPoP) {
    assertDPoP(options.DPoP);
    await options.DPoP.addProof(url, headers, method.toUpperCase(), accessToken);
  }
  headers.set("authorization", `${headers.has("dpop") ? "DPoP" : "Bearer"} ${accessToken}`);
  const response = await (options?.[customFetch2] || fetch)(url.href, {
    duplex: looseInstanceOf(body, ReadableStream) ? "half" : void 0,
    body,
    headers: Object.fromEntries(headers.entries()),
    method,
    redirect: "manual",
    signal: signal(url, options?.signal)
  });
  options?.DPoP?.cacheNonce(response, url);
  return response;
}
__name(resourceRequest, "resourceRequest");
async function userInfoRequest(as, client, accessToken, options) {
  assertAs(as);
  assertClient(client);
  const url = resolveEndpoint(as, "userinfo_endpoint", client.use_mtls_endpoint_aliases, options?.[allowInsecureRequests] !== true);
  const headers = prepareHeaders(options?.headers);
  if (client.userinfo_signed_response_alg) {
    headers.set("accept", "application/jwt");
  } else {
    headers.set("accept", "application/json");
    headers.append("accept", "application/jwt");
  }
  return resourceRequest(accessToken, "GET", url, headers, null, {
    ...options,
    [clockSkew]: getClockSkew(client)
  });
}
__name(userInfoRequest, "userInfoRequest");
var jwksMap;
var jwksRequests;
var jwksKeys;
function setJwksCache(as, jwks, uat, cache2) {
  jwksMap ||= /* @__PURE__ */ new WeakMap();
  jwksMap.set(as, {
    jwks,
    uat,
    get age() {
      return epochTime() - this.uat;
    }
  });
  if (cache2) {
    Object.assign(cache2, { jwks: structuredClone(jwks), uat });
  }
}
__name(setJwksCache, "setJwksCache");
function isFreshJwksCache(input) {
  if (typeof input !== "object" || input === null) {
    return false;
  }
  if (!("uat" in input) || typeof input.uat !== "number" || epochTime() - input.uat >= 300) {
    return false;
  }
  if (!("jwks" in input) || !isJsonObject(input.jwks) || !Array.isArray(input.jwks.keys) || !Array.prototype.every.call(input.jwks.keys, isJsonObject)) {
    return false;
  }
  return true;
}
__name(isFreshJwksCache, "isFreshJwksCache");
function clearJwksCache(as, cache2) {
  jwksMap?.delete(as);
  delete cache2?.jwks;
  delete cache2?.uat;
}
__name(clearJwksCache, "clearJwksCache");
async function getPublicSigKeyFromIssuerJwksUri(as, options, header) {
  const { alg, kid } = header;
  checkSupportedJwsAlg(header);
  if (!jwksMap?.has(as) && isFreshJwksCache(options?.[jwksCache2])) {
    setJwksCache(as, options?.[jwksCache2].jwks, options?.[jwksCache2].uat);
  }
  let jwks;
  let age;
  if (jwksMap?.has(as)) {
    ;
    ({ jwks, age } = jwksMap.get(as));
    if (age >= 300) {
      clearJwksCache(as, options?.[jwksCache2]);
      return getPublicSigKeyFromIssuerJwksUri(as, options, header);
    }
  } else {
    const downloaded = await jwksRequest(as, options);
    jwks = downloaded.jwks;
    age = epochTime() - downloaded.uat;
    setJwksCache(as, jwks, downloaded.uat, options?.[jwksCache2]);
  }
  let kty;
  switch (alg.slice(0, 2)) {
    case "RS":
    case "PS":
      kty = "RSA";
      break;
    case "ES":
      kty = "EC";
      break;
    case "Ed":
      kty = "OKP";
      break;
    case "ML":
      kty = "AKP";
      break;
    default:
      throw new UnsupportedOperationError("unsupported JWS algorithm", { cause: { alg } });
  }
  const candidates = jwks.keys.filter((jwk2) => {
    if (jwk2.kty !== kty) {
      return false;
    }
    if (kid !== void 0 && kid !== jwk2.kid) {
      return false;
    }
    if (jwk2.alg !== void 0 && alg !== jwk2.alg) {
      return false;
    }
    if (jwk2.use !== void 0 && jwk2.use !== "sig") {
      return false;
    }
    if (jwk2.key_ops?.includes("verify") === false) {
      return false;
    }
    switch (true) {
      case (alg === "ES256" && jwk2.crv !== "P-256"):
      case (alg === "ES384" && jwk2.crv !== "P-384"):
      case (alg === "ES512" && jwk2.crv !== "P-521"):
      case (alg === "Ed25519" && jwk2.crv !== "Ed25519"):
      case (alg === "EdDSA" && jwk2.crv !== "Ed25519"):
        return false;
    }
    return true;
  });
  const { 0: jwk, length } = candidates;
  if (!length) {
    if (age >= 60) {
      clearJwksCache(as, options?.[jwksCache2]);
      return getPublicSigKeyFromIssuerJwksUri(as, options, header);
    }
    throw OPE("error when selecting a JWT verification key, no applicable keys found", KEY_SELECTION, { header, candidates, jwks_uri: new URL(as.jwks_uri) });
  }
  if (length !== 1) {
    throw OPE('error when selecting a JWT verification key, multiple applicable keys found, a "kid" JWT Header Parameter is required', KEY_SELECTION, { header, candidates, jwks_uri: new URL(as.jwks_uri) });
  }
  jwksKeys ||= /* @__PURE__ */ new WeakMap();
  let keys = jwksKeys.get(jwk);
  if (!keys) {
    keys = /* @__PURE__ */ new Map();
    jwksKeys.set(jwk, keys);
  }
  let key = keys.get(alg);
  if (!key) {
    key = importJwk(alg, jwk).catch((cause) => {
      keys.delete(alg);
      throw cause;
    });
    keys.set(alg, key);
  }
  return key;
}
__name(getPublicSigKeyFromIssuerJwksUri, "getPublicSigKeyFromIssuerJwksUri");
var skipSubjectCheck = /* @__PURE__ */ Symbol();
function getContentType(input) {
  return input.headers.get("content-type")?.split(";")[0];
}
__name(getContentType, "getContentType");
async function processUserInfoResponse(as, client, expectedSubject, response, options) {
  assertAs(as);
  assertClient(client);
  if (!looseInstanceOf(response, Response)) {
    throw CodedTypeError('"response" must be an instance of Response', ERR_INVALID_ARG_TYPE);
  }
  checkAuthenticationChallenges(response);
  if (response.status !== 200) {
    throw OPE('"response" is not a conform UserInfo Endpoint response (unexpected HTTP status code)', RESPONSE_IS_NOT_CONFORM, response);
  }
  assertReadableResponse(response);
  let json;
  if (getContentType(response) === "application/jwt") {
    const { claims, jwt } = await validateJwt(await response.text(), checkSigningAlgorithm.bind(void 0, client.userinfo_signed_response_alg, as.userinfo_signing_alg_values_supported, void 0), getClockSkew(client), getClockTolerance(client), options?.[jweDecrypt]).then(validateOptionalAudience.bind(void 0, client.client_id)).then(validateOptionalIssuer.bind(void 0, as));
    jwtRefs.set(response, jwt);
    json = claims;
  } else {
    if (client.userinfo_signed_response_alg) {
      throw OPE("JWT UserInfo Response expected", JWT_USERINFO_EXPECTED, response);
    }
    json = await getResponseJsonBody(response);
  }
  assertString(json.sub, '"response" body "sub" property', INVALID_RESPONSE, { body: json });
  switch (expectedSubject) {
    case skipSubjectCheck:
      break;
    default:
      assertString(expectedSubject, '"expectedSubject"');
      if (json.sub !== expectedSubject) {
        throw OPE('unexpected "response" body "sub" property value', JSON_ATTRIBUTE_COMPARISON, {
          expected: expectedSubject,
          body: json,
          attribute: "sub"
        });
      }
  }
  return json;
}
__name(processUserInfoResponse, "processUserInfoResponse");
async function authenticatedRequest(as, client, clientAuthentication, url, body, headers, options) {
  await clientAuthentication(as, client, body, headers);
  headers.set("content-type", "application/x-www-form-urlencoded;charset=UTF-8");
  return (options?.[customFetch2] || fetch)(url.href, {
    body,
    headers: Object.fromEntries(headers.entries()),
    method: "POST",
    redirect: "manual",
    signal: signal(url, options?.signal)
  });
}
__name(authenticatedRequest, "authenticatedRequest");
async function tokenEndpointRequest(as, client, clientAuthentication, grantType, parameters, options) {
  const url = resolveEndpoint(as, "token_endpoint", client.use_mtls_endpoint_aliases, options?.[allowInsecureRequests] !== true);
  parameters.set("grant_type", grantType);
  const headers = prepareHeaders(options?.headers);
  headers.set("accept", "application/json");
  if (options?.DPoP !== void 0) {
    assertDPoP(options.DPoP);
    await options.DPoP.addProof(url, headers, "POST");
  }
  const response = await authenticatedRequest(as, client, clientAuthentication, url, parameters, headers, options);
  options?.DPoP?.cacheNonce(response, url);
  return response;
}
__name(tokenEndpointRequest, "tokenEndpointRequest");
var idTokenClaims = /* @__PURE__ */ new WeakMap();
var jwtRefs = /* @__PURE__ */ new WeakMap();
function getValidatedIdTokenClaims(ref) {
  if (!ref.id_token) {
    return void 0;
  }
  const claims = idTokenClaims.get(ref);
  if (!claims) {
    throw CodedTypeError('"ref" was already garbage collected or did not resolve from the proper sources', ERR_INVALID_ARG_VALUE);
  }
  return claims;
}
__name(getValidatedIdTokenClaims, "getValidatedIdTokenClaims");
async function validateApplicationLevelSignature(as, ref, options) {
  assertAs(as);
  if (!jwtRefs.has(ref)) {
    throw CodedTypeError('"ref" does not contain a processed JWT Response to verify the signature of', ERR_INVALID_ARG_VALUE);
  }
  const { 0: protectedHeader, 1: payload, 2: encodedSignature } = jwtRefs.get(ref).split(".");
  const header = JSON.parse(buf(b64u(protectedHeader)));
  if (header.alg.startsWith("HS")) {
    throw new UnsupportedOperationError("unsupported JWS algorithm", { cause: { alg: header.alg } });
  }
  let key;
  key = await getPublicSigKeyFromIssuerJwksUri(as, options, header);
  await validateJwsSignature(protectedHeader, payload, key, b64u(encodedSignature));
}
__name(validateApplicationLevelSignature, "validateApplicationLevelSignature");
async function processGenericAccessTokenResponse(as, client, response, additionalRequiredIdTokenClaims, decryptFn, recognizedTokenTypes) {
  assertAs(as);
  assertClient(client);
  if (!looseInstanceOf(response, Response)) {
    throw CodedTypeError('"response" must be an instance of Response', ERR_INVALID_ARG_TYPE);
  }
  await checkOAuthBodyError(response, 200, "Token Endpoint");
  assertReadableResponse(response);
  const json = await getResponseJsonBody(response);
  assertString(json.access_token, '"response" body "access_token" property', INVALID_RESPONSE, {
    body: json
  });
  assertString(json.token_type, '"response" body "token_type" property', INVALID_RESPONSE, {
    body: json
  });
  json.token_type = json.token_type.toLowerCase();
  if (json.expires_in !== void 0) {
    let expiresIn = typeof json.expires_in !== "number" ? parseFloat(json.expires_in) : json.expires_in;
    assertNumber(expiresIn, true, '"response" body "expires_in" property', INVALID_RESPONSE, {
      body: json
    });
    json.expires_in = expiresIn;
  }
  if (json.refresh_token !== void 0) {
    assertString(json.refresh_token, '"response" body "refresh_token" property', INVALID_RESPONSE, {
      body: json
    });
  }
  if (json.scope !== void 0 && typeof json.scope !== "string") {
    throw OPE('"response" body "scope" property must be a string', INVALID_RESPONSE, { body: json });
  }
  if (json.id_token !== void 0) {
    assertString(json.id_token, '"response" body "id_token" property', INVALID_RESPONSE, {
      body: json
    });
    const requiredClaims = [];
    if (client.require_auth_time === true) {
      requiredClaims.push("auth_time");
    }
    if (client.default_max_age !== void 0) {
      assertNumber(client.default_max_age, true, '"client.default_max_age"');
      requiredClaims.push("auth_time");
    }
    if (additionalRequiredIdTokenClaims?.length) {
      requiredClaims.push(...additionalRequiredIdTokenClaims);
    }
    const { claims, jwt } = await validateIdTokenClaims(as, client, json.id_token, requiredClaims, decryptFn);
    validateIdTokenAuthorizedParty(client, claims);
    validateIdTokenAuthTimeClaim(claims);
    jwtRefs.set(response, jwt);
    idTokenClaims.set(json, claims);
  }
  if (recognizedTokenTypes?.[json.token_type] !== void 0) {
    recognizedTokenTypes[json.token_type](response, json);
  } else if (json.token_type !== "dpop" && json.token_type !== "bearer") {
    throw new UnsupportedOperationError("unsupported `token_type` value", { cause: { body: json } });
  }
  return json;
}
__name(processGenericAccessTokenResponse, "processGenericAccessTokenResponse");
function checkAuthenticationChallenges(response) {
  let challenges;
  if (challenges = parseWwwAuthenticateChallenges(response)) {
    throw new WWWAuthenticateChallengeError("server responded with a challenge in the WWW-Authenticate HTTP Header", { cause: challenges, response });
  }
}
__name(checkAuthenticationChallenges, "checkAuthenticationChallenges");
function validateOptionalAudience(expected, result) {
  if (result.claims.aud !== void 0) {
    return validateAudience(expected, result);
  }
  return result;
}
__name(validateOptionalAudience, "validateOptionalAudience");
function validateAudience(expected, result) {
  if (Array.isArray(result.claims.aud)) {
    if (!result.claims.aud.includes(expected)) {
      throw OPE('unexpected JWT "aud" (audience) claim value', JWT_CLAIM_COMPARISON, {
        expected,
        claims: result.claims,
        claim: "aud"
      });
    }
  } else if (result.claims.aud !== expected) {
    throw OPE('unexpected JWT "aud" (audience) claim value', JWT_CLAIM_COMPARISON, {
      expected,
      claims: result.claims,
      claim: "aud"
    });
  }
  return result;
}
__name(validateAudience, "validateAudience");
function validateOptionalIssuer(as, result) {
  if (result.claims.iss !== void 0) {
    return validateIssuer(as, result);
  }
  return result;
}
__name(validateOptionalIssuer, "validateOptionalIssuer");
function validateIssuer(as, result) {
  const expected = as[_expectedIssuer]?.(result) ?? as.issuer;
  if (result.claims.iss !== expected) {
    throw OPE('unexpected JWT "iss" (issuer) claim value', JWT_CLAIM_COMPARISON, {
      expected,
      claims: result.claims,
      claim: "iss"
    });
  }
  return result;
}
__name(validateIssuer, "validateIssuer");
var branded = /* @__PURE__ */ new WeakSet();
function brand(searchParams) {
  branded.add(searchParams);
  return searchParams;
}
__name(brand, "brand");
var nopkce = /* @__PURE__ */ Symbol();
async function authorizationCodeGrantRequest(as, client, clientAuthentication, callbackParameters, redirectUri, codeVerifier, options) {
  assertAs(as);
  assertClient(client);
  if (!branded.has(callbackParameters)) {
    throw CodedTypeError('"callbackParameters" must be an instance of URLSearchParams obtained from "validateAuthResponse()", or "validateJwtAuthResponse()', ERR_INVALID_ARG_VALUE);
  }
  assertString(redirectUri, '"redirectUri"');
  const code = getURLSearchParameter(callbackParameters, "code");
  if (!code) {
    throw OPE('no authorization code in "callbackParameters"', INVALID_RESPONSE);
  }
  const parameters = new URLSearchParams(options?.additionalParameters);
  parameters.set("redirect_uri", redirectUri);
  parameters.set("code", code);
  if (codeVerifier !== nopkce) {
    assertString(codeVerifier, '"codeVerifier"');
    parameters.set("code_verifier", codeVerifier);
  }
  return tokenEndpointRequest(as, client, clientAuthentication, "authorization_code", parameters, options);
}
__name(authorizationCodeGrantRequest, "authorizationCodeGrantRequest");
var jwtClaimNames = {
  aud: "audience",
  c_hash: "code hash",
  client_id: "client id",
  exp: "expiration time",
  iat: "issued at",
  iss: "issuer",
  jti: "jwt id",
  nonce: "nonce",
  s_hash: "state hash",
  sub: "subject",
  ath: "access token hash",
  htm: "http method",
  htu: "http uri",
  cnf: "confirmation",
  auth_time: "authentication time"
};
function validatePresence(required, result) {
  for (const claim of required) {
    if (result.claims[claim] === void 0) {
      throw OPE(`JWT "${claim}" (${jwtClaimNames[claim]}) claim missing`, INVALID_RESPONSE, {
        claims: result.claims
      });
    }
  }
  return result;
}
__name(validatePresence, "validatePresence");
function validateStringClaim(claim, result) {
  if (typeof result.claims[claim] !== "string") {
    throw OPE(`unexpected JWT "${claim}" (${jwtClaimNames[claim]}) claim type`, INVALID_RESPONSE, {
      claims: result.claims
    });
  }
  return result;
}
__name(validateStringClaim, "validateStringClaim");
function validateIdTokenClaims(as, client, idToken, requiredClaims, decryptFn) {
  return validateJwt(idToken, checkSigningAlgorithm.bind(void 0, client.id_token_signed_response_alg, as.id_token_signing_alg_values_supported, "RS256"), getClockSkew(client), getClockTolerance(client), decryptFn).then(validatePresence.bind(void 0, ["aud", "exp", "iat", "iss", "sub", ...requiredClaims])).then(validateIssuer.bind(void 0, as)).then(validateAudience.bind(void 0, client.client_id)).then(validateStringClaim.bind(void 0, "sub"));
}
__name(validateIdTokenClaims, "validateIdTokenClaims");
function resolveIdTokenMaxAge(client, maxAge) {
  if (maxAge === skipAuthTimeCheck) {
    return maxAge;
  }
  const fromClient = maxAge === void 0;
  if (fromClient) {
    maxAge = client.default_max_age;
  }
  if (maxAge === void 0) {
    return skipAuthTimeCheck;
  }
  assertNumber(maxAge, true, fromClient ? '"client.default_max_age"' : '"maxAge" argument');
  return maxAge;
}
__name(resolveIdTokenMaxAge, "resolveIdTokenMaxAge");
function validateIdTokenAuthTimeClaim(claims) {
  if (claims.auth_time !== void 0) {
    assertNumber(claims.auth_time, true, 'ID Token "auth_time" (authentication time)', INVALID_RESPONSE, { claims });
  }
}
__name(validateIdTokenAuthTimeClaim, "validateIdTokenAuthTimeClaim");
function validateIdTokenAuthTime(client, claims, maxAge) {
  if (maxAge === skipAuthTimeCheck) {
    return;
  }
  const now = epochTime() + getClockSkew(client);
  const tolerance = getClockTolerance(client);
  if (claims.auth_time + maxAge < now - tolerance) {
    throw OPE("too much time has elapsed since the last End-User authentication", JWT_TIMESTAMP_CHECK, { claims, now, tolerance, claim: "auth_time" });
  }
}
__name(validateIdTokenAuthTime, "validateIdTokenAuthTime");
function validateIdTokenNonce(claims, expectedNonce) {
  const expected = expectedNonce === expectNoNonce ? void 0 : expectedNonce;
  if (claims.nonce !== expected) {
    throw OPE('unexpected ID Token "nonce" claim value', JWT_CLAIM_COMPARISON, {
      expected,
      claims,
      claim: "nonce"
    });
  }
}
__name(validateIdTokenNonce, "validateIdTokenNonce");
function validateIdTokenAuthorizedParty(client, claims) {
  if (Array.isArray(claims.aud) && claims.aud.length !== 1) {
    if (claims.azp === void 0) {
      throw OPE('ID Token "aud" (audience) claim includes additional untrusted audiences', JWT_CLAIM_COMPARISON, { claims, claim: "aud" });
    }
    if (claims.azp !== client.client_id) {
      throw OPE('unexpected ID Token "azp" (authorized party) claim value', JWT_CLAIM_COMPARISON, {
        expected: client.client_id,
        claims,
        claim: "azp"
      });
    }
  }
}
__name(validateIdTokenAuthorizedParty, "validateIdTokenAuthorizedParty");
var expectNoNonce = /* @__PURE__ */ Symbol();
var skipAuthTimeCheck = /* @__PURE__ */ Symbol();
async function processAuthorizationCodeResponse(as, client, response, options) {
  if (typeof options?.expectedNonce === "string" || typeof options?.maxAge === "number" || options?.requireIdToken) {
    return processAuthorizationCodeOpenIDResponse(as, client, response, options.expectedNonce, options.maxAge, options[jweDecrypt], options.recognizedTokenTypes);
  }
  return processAuthorizationCodeOAuth2Response(as, client, response, options?.maxAge, options?.[jweDecrypt], options?.recognizedTokenTypes);
}
__name(processAuthorizationCodeResponse, "processAuthorizationCodeResponse");
async function processAuthorizationCodeOpenIDResponse(as, client, response, expectedNonce, maxAge, decryptFn, recognizedTokenTypes) {
  const additionalRequiredClaims = [];
  switch (expectedNonce) {
    case void 0:
      expectedNonce = expectNoNonce;
      break;
    case expectNoNonce:
      break;
    default:
      assertString(expectedNonce, '"expectedNonce" argument');
      additionalRequiredClaims.push("nonce");
  }
  maxAge = resolveIdTokenMaxAge(client, maxAge);
  if (maxAge !== skipAuthTimeCheck) {
    additionalRequiredClaims.push("auth_time");
  }
  const result = await processGenericAccessTokenResponse(as, client, response, additionalRequiredClaims, decryptFn, recognizedTokenTypes);
  assertString(result.id_token, '"response" body "id_token" property', INVALID_RESPONSE, {
    body: result
  });
  const claims = getValidatedIdTokenClaims(result);
  validateIdTokenAuthTime(client, claims, maxAge);
  validateIdTokenNonce(claims, expectedNonce);
  return result;
}
__name(processAuthorizationCodeOpenIDResponse, "processAuthorizationCodeOpenIDResponse");
async function processAuthorizationCodeOAuth2Response(as, client, response, maxAge, decryptFn, recognizedTokenTypes) {
  const result = await processGenericAccessTokenResponse(as, client, response, void 0, decryptFn, recognizedTokenTypes);
  const claims = getValidatedIdTokenClaims(result);
  if (claims) {
    validateIdTokenAuthTime(client, claims, resolveIdTokenMaxAge(client, maxAge));
    validateIdTokenNonce(claims, expectNoNonce);
  }
  return result;
}
__name(processAuthorizationCodeOAuth2Response, "processAuthorizationCodeOAuth2Response");
var WWW_AUTHENTICATE_CHALLENGE = "OAUTH_WWW_AUTHENTICATE_CHALLENGE";
var RESPONSE_BODY_ERROR = "OAUTH_RESPONSE_BODY_ERROR";
var UNSUPPORTED_OPERATION = "OAUTH_UNSUPPORTED_OPERATION";
var AUTHORIZATION_RESPONSE_ERROR = "OAUTH_AUTHORIZATION_RESPONSE_ERROR";
var JWT_USERINFO_EXPECTED = "OAUTH_JWT_USERINFO_EXPECTED";
var PARSE_ERROR = "OAUTH_PARSE_ERROR";
var INVALID_RESPONSE = "OAUTH_INVALID_RESPONSE";
var RESPONSE_IS_NOT_JSON = "OAUTH_RESPONSE_IS_NOT_JSON";
var RESPONSE_IS_NOT_CONFORM = "OAUTH_RESPONSE_IS_NOT_CONFORM";
var HTTP_REQUEST_FORBIDDEN = "OAUTH_HTTP_REQUEST_FORBIDDEN";
var REQUEST_PROTOCOL_FORBIDDEN = "OAUTH_REQUEST_PROTOCOL_FORBIDDEN";
var JWT_TIMESTAMP_CHECK = "OAUTH_JWT_TIMESTAMP_CHECK_FAILED";
var JWT_CLAIM_COMPARISON = "OAUTH_JWT_CLAIM_COMPARISON_FAILED";
var JSON_ATTRIBUTE_COMPARISON = "OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED";
var KEY_SELECTION = "OAUTH_KEY_SELECTION_FAILED";
var MISSING_SERVER_METADATA = "OAUTH_MISSING_SERVER_METADATA";
var INVALID_SERVER_METADATA = "OAUTH_INVALID_SERVER_METADATA";
function assertReadableResponse(response) {
  if (response.bodyUsed) {
    throw CodedTypeError('"response" body has been used already', ERR_INVALID_ARG_VALUE);
  }
}
__name(assertReadableResponse, "assertReadableResponse");
async function jwksRequest(as, options) {
  assertAs(as);
  const url = resolveEndpoint(as, "jwks_uri", false, options?.[allowInsecureRequests] !== true);
  const headers = prepareHeaders(options?.headers);
  headers.set("accept", "application/json");
  headers.append("accept", "application/jwk-set+json");
  const requestHeaders = Object.fromEntries(headers.entries());
  const headersKey = JSON.stringify(requestHeaders);
  const fetcher = options?.[customFetch2] || fetch;
  const requestSignal = signal(url, options?.signal);
  jwksRequests ||= /* @__PURE__ */ new WeakMap();
  const requests = jwksRequests.get(as) ?? /* @__PURE__ */ new Set();
  for (const pending3 of requests) {
    if (pending3.url === url.href && pending3.headers === headersKey && pending3.fetch === fetcher && pending3.signal === requestSignal) {
      return pending3.promise;
    }
  }
  const pending2 = {
    url: url.href,
    headers: headersKey,
    fetch: fetcher,
    signal: requestSignal,
    promise: Promise.resolve().then(() => fetcher(url.href, {
      body: void 0,
      headers: requestHeaders,
      method: "GET",
      redirect: "manual",
      signal: requestSignal
    })).then(processJwksResponse).then((jwks) => {
      const uat = epochTime();
      setJwksCache(as, jwks, uat);
      return { jwks, uat };
    }).finally(() => {
      requests.delete(pending2);
      if (!requests.size) {
        jwksRequests.delete(as);
      }
    })
  };
  requests.add(pending2);
  jwksRequests.set(as, requests);
  return pending2.promise;
}
__name(jwksRequest, "jwksRequest");
async function processJwksResponse(response) {
  if (!looseInstanceOf(response, Response)) {
    throw CodedTypeError('"response" must be an instance of Response', ERR_INVALID_ARG_TYPE);
  }
  if (response.status !== 200) {
    throw OPE('"response" is not a conform JSON Web Key Set response (unexpected HTTP status code)', RESPONSE_IS_NOT_CONFORM, response);
  }
  assertReadableResponse(response);
  const json = await getResponseJsonBody(response, (response2) => assertContentTypes(response2, "application/json", "application/jwk-set+json"));
  if (!Array.isArray(json.keys)) {
    throw OPE('"response" body "keys" property must be an array', INVALID_RESPONSE, { body: json });
  }
  if (!Array.prototype.every.call(json.keys, isJsonObject)) {
    throw OPE('"response" body "keys" property members must be JWK formatted objects', INVALID_RESPONSE, { body: json });
  }
  return json;
}
__name(processJwksResponse, "processJwksResponse");
function supported(alg) {
  switch (alg) {
    case "PS256":
    case "ES256":
    case "RS256":
    case "PS384":
    case "ES384":
    case "RS384":
    case "PS512":
    case "ES512":
    case "RS512":
    case "Ed25519":
    case "EdDSA":
    case "ML-DSA-44":
    case "ML-DSA-65":
    case "ML-DSA-87":
      return true;
    default:
      return false;
  }
}
__name(supported, "supported");
function checkSupportedJwsAlg(header) {
  if (!supported(header.alg)) {
    throw new UnsupportedOperationError('unsupported JWS "alg" identifier', {
      cause: { alg: header.alg }
    });
  }
}
__name(checkSupportedJwsAlg, "checkSupportedJwsAlg");
function checkRsaKeyAlgorithm(key) {
  const { algorithm } = key;
  if (typeof algorithm.modulusLength !== "number" || algorithm.modulusLength < 2048) {
    throw new UnsupportedOperationError(`unsupported ${algorithm.name} modulusLength`, {
      cause: key
    });
  }
}
__name(checkRsaKeyAlgorithm, "checkRsaKeyAlgorithm");
function ecdsaHashName(key) {
  const { algorithm } = key;
  switch (algorithm.namedCurve) {
    case "P-256":
      return "SHA-256";
    case "P-384":
      return "SHA-384";
    case "P-521":
      return "SHA-512";
    default:
      throw new UnsupportedOperationError("unsupported ECDSA namedCurve", { cause: key });
  }
}
__name(ecdsaHashName, "ecdsaHashName");
function keyToSubtle(key) {
  switch (key.algorithm.name) {
    case "ECDSA":
      return {
        name: key.algorithm.name,
        hash: ecdsaHashName(key)
      };
    case "RSA-PSS": {
      checkRsaKeyAlgorithm(key);
      switch (key.algorithm.hash.name) {
        case "SHA-256":
        case "SHA-384":
        case "SHA-512":
          return {
            name: key.algorithm.name,
            saltLength: parseInt(key.algorithm.hash.name.slice(-3), 10) >> 3
          };
        default:
          throw new UnsupportedOperationError("unsupported RSA-PSS hash name", { cause: key });
      }
    }
    case "RSASSA-PKCS1-v1_5":
      checkRsaKeyAlgorithm(key);
      return key.algorithm.name;
    case "ML-DSA-44":
    case "ML-DSA-65":
    case "ML-DSA-87":
    case "Ed25519":
      return key.algorithm.name;
  }
  throw new UnsupportedOperationError("unsupported CryptoKey algorithm name", { cause: key });
}
__name(keyToSubtle, "keyToSubtle");
async function validateJwsSignature(protectedHeader, payload, key, signature) {
  const data = buf(`${protectedHeader}.${payload}`);
  const algorithm = keyToSubtle(key);
  const verified = await crypto.subtle.verify(algorithm, key, signature, data);
  if (!verified) {
    throw OPE("JWT signature verification failed", INVALID_RESPONSE, {
      key,
      data,
      signature,
      algorithm
    });
  }
}
__name(validateJwsSignature, "validateJwsSignature");
async function validateJwt(jws, checkAlg, clockSkew2, clockTolerance2, decryptJwt) {
  let { 0: protectedHeader, 1: payload, length } = jws.split(".");
  if (length === 5) {
    if (decryptJwt !== void 0) {
      jws = await decryptJwt(jws);
      ({ 0: protectedHeader, 1: payload, length } = jws.split("."));
    } else {
      throw new UnsupportedOperationError("JWE decryption is not configured", { cause: jws });
    }
  }
  if (length !== 3) {
    throw OPE("Invalid JWT", INVALID_RESPONSE, jws);
  }
  let header;
  try {
    header = JSON.parse(buf(b64u(protectedHeader)));
  } catch (cause) {
    throw OPE("failed to parse JWT Header body as base64url encoded JSON", PARSE_ERROR, cause);
  }
  if (!isJsonObject(header)) {
    throw OPE("JWT Header must be a top level object", INVALID_RESPONSE, jws);
  }
  checkAlg(header);
  if (header.crit !== void 0) {
    throw new UnsupportedOperationError('no JWT "crit" header parameter extensions are supported', {
      cause: { header }
    });
  }
  let claims;
  try {
    claims = JSON.parse(buf(b64u(payload)));
  } catch (cause) {
    throw OPE("failed to parse JWT Payload body as base64url encoded JSON", PARSE_ERROR, cause);
  }
  if (!isJsonObject(claims)) {
    throw OPE("JWT Payload must be a top level object", INVALID_RESPONSE, jws);
  }
  const now = epochTime() + clockSkew2;
  if (claims.exp !== void 0) {
    if (typeof claims.exp !== "number") {
      throw OPE('unexpected JWT "exp" (expiration time) claim type', INVALID_RESPONSE, { claims });
    }
    if (claims.exp <= now - clockTolerance2) {
      throw OPE('unexpected JWT "exp" (expiration time) claim value, expiration is past current timestamp', JWT_TIMESTAMP_CHECK, { claims, now, tolerance: clockTolerance2, claim: "exp" });
    }
  }
  if (claims.iat !== void 0) {
    if (typeof claims.iat !== "number") {
      throw OPE('unexpected JWT "iat" (issued at) claim type', INVALID_RESPONSE, { claims });
    }
  }
  if (claims.iss !== void 0) {
    if (typeof claims.iss !== "string") {
      throw OPE('unexpected JWT "iss" (issuer) claim type', INVALID_RESPONSE, { claims });
    }
  }
  if (claims.nbf !== void 0) {
    if (typeof claims.nbf !== "number") {
      throw OPE('unexpected JWT "nbf" (not before) claim type', INVALID_RESPONSE, { claims });
    }
    if (claims.nbf > now + clockTolerance2) {
      throw OPE('unexpected JWT "nbf" (not before) claim value', JWT_TIMESTAMP_CHECK, {
        claims,
        now,
        tolerance: clockTolerance2,
        claim: "nbf"
      });
    }
  }
  if (claims.aud !== void 0) {
    if (typeof claims.aud !== "string" && !Array.isArray(claims.aud)) {
      throw OPE('unexpected JWT "aud" (audience) claim type', INVALID_RESPONSE, { claims });
    }
  }
  return { header, claims, jwt: jws };
}
__name(validateJwt, "validateJwt");
function checkSigningAlgorithm(client, issuer, fallback, header) {
  if (client !== void 0) {
    if (typeof client === "string" ? header.alg !== client : !client.includes(header.alg)) {
      throw OPE('unexpected JWT "alg" header parameter', INVALID_RESPONSE, {
        header,
        expected: client,
        reason: "client configuration"
      });
    }
    return;
  }
  if (Array.isArray(issuer)) {
    if (!issuer.includes(header.alg)) {
      throw OPE('unexpected JWT "alg" header parameter', INVALID_RESPONSE, {
        header,
        expected: issuer,
        reason: "authorization server metadata"
      });
    }
    return;
  }
  if (fallback !== void 0) {
    if (typeof fallback === "string" ? header.alg !== fallback : typeof fallback === "function" ? !fallback(header.alg) : !fallback.includes(header.alg)) {
      throw OPE('unexpected JWT "alg" header parameter', INVALID_RESPONSE, {
        header,
        expected: fallback,
        reason: "default value"
      });
    }
    return;
  }
  throw OPE('missing client or server configuration to verify used JWT "alg" header parameter', void 0, { client, issuer, fallback });
}
__name(checkSigningAlgorithm, "checkSigningAlgorithm");
function getURLSearchParameter(parameters, name) {
  const { 0: value, length } = parameters.getAll(name);
  if (length > 1) {
    throw OPE(`"${name}" parameter must be provided only once`, INVALID_RESPONSE);
  }
  return value;
}
__name(getURLSearchParameter, "getURLSearchParameter");
var skipStateCheck = /* @__PURE__ */ Symbol();
var expectNoState = /* @__PURE__ */ Symbol();
function validateAuthResponse(as, client, parameters, expectedState) {
  assertAs(as);
  assertClient(client);
  if (parameters instanceof URL) {
    parameters = parameters.searchParams;
  }
  if (!(parameters instanceof URLSearchParams)) {
    throw CodedTypeError('"parameters" must be an instance of URLSearchParams, or URL', ERR_INVALID_ARG_TYPE);
  }
  if (getURLSearchParameter(parameters, "response")) {
    throw OPE('"parameters" contains a JARM response, use validateJwtAuthResponse() instead of validateAuthResponse()', INVALID_RESPONSE, { parameters });
  }
  const iss = getURLSearchParameter(parameters, "iss");
  const state = getURLSearchParameter(parameters, "state");
  if (!iss && as.authorization_response_iss_parameter_supported) {
    throw OPE('response parameter "iss" (issuer) missing', INVALID_RESPONSE, { parameters });
  }
  if (iss && iss !== as.issuer) {
    throw OPE('unexpected "iss" (issuer) response parameter value', INVALID_RESPONSE, {
      expected: as.issuer,
      parameters
    });
  }
  switch (expectedState) {
    case void 0:
    case expectNoState:
      if (state !== void 0) {
        throw OPE('unexpected "state" response parameter encountered', INVALID_RESPONSE, {
          expected: void 0,
          parameters
        });
      }
      break;
    case skipStateCheck:
      break;
    default:
      assertString(expectedState, '"expectedState" argument');
      if (state !== expectedState) {
        throw OPE(state === void 0 ? 'response parameter "state" missing' : 'unexpected "state" response parameter value', INVALID_RESPONSE, { expected: expectedState, parameters });
      }
  }
  const error = getURLSearchParameter(parameters, "error");
  if (error) {
    throw new AuthorizationResponseError("authorization response from the server is an error", {
      cause: parameters
    });
  }
  const id_token = getURLSearchParameter(parameters, "id_token");
  const token = getURLSearchParameter(parameters, "token");
  if (id_token !== void 0 || token !== void 0) {
    throw new UnsupportedOperationError("implicit and hybrid flows are not supported");
  }
  return brand(new URLSearchParams(parameters));
}
__name(validateAuthResponse, "validateAuthResponse");
function algToSubtle(alg) {
  switch (alg) {
    case "PS256":
    case "PS384":
    case "PS512":
      return { name: "RSA-PSS", hash: `SHA-${alg.slice(-3)}` };
    case "RS256":
    case "RS384":
    case "RS512":
      return { name: "RSASSA-PKCS1-v1_5", hash: `SHA-${alg.slice(-3)}` };
    case "ES256":
    case "ES384":
      return { name: "ECDSA", namedCurve: `P-${alg.slice(-3)}` };
    case "ES512":
      return { name: "ECDSA", namedCurve: "P-521" };
    case "EdDSA":
      return "Ed25519";
    case "Ed25519":
    case "ML-DSA-44":
    case "ML-DSA-65":
    case "ML-DSA-87":
      return alg;
    default:
      throw new UnsupportedOperationError("unsupported JWS algorithm", { cause: { alg } });
  }
}
__name(algToSubtle, "algToSubtle");
async function importJwk(alg, jwk) {
  const { ext, key_ops, use, ...key } = jwk;
  return crypto.subtle.importKey("jwk", key, algToSubtle(alg), true, ["verify"]);
}
__name(importJwk, "importJwk");
async function getResponseJsonBody(response, check = assertApplicationJson) {
  let json;
  try {
    json = await response.json();
  } catch (cause) {
    check(response);
    throw OPE('failed to parse "response" body as JSON', PARSE_ERROR, cause);
  }
  if (!isJsonObject(json)) {
    throw OPE('"response" body must be a top level object', INVALID_RESPONSE, { body: json });
  }
  return json;
}
__name(getResponseJsonBody, "getResponseJsonBody");
var _nodiscoverycheck = /* @__PURE__ */ Symbol();
var _expectedIssuer = /* @__PURE__ */ Symbol();

// worker/sign-in/oidc.ts
var login = record({ verifier: text(200), state: text(200), nonce: text(200), to: text(4e3) });
var PATIENCE3 = 10 * 6e4;
var Oidc = class {
  static {
    __name(this, "Oidc");
  }
  deps;
  settings;
  provider = null;
  constructor(deps, settings) {
    this.deps = deps;
    this.settings = settings;
  }
  /** Begins a sign-in: where to send the person, and the secret that their cookie must hold when they come back. */
  async begin(to) {
    const provider = await this.discover();
    const verifier = generateRandomCodeVerifier();
    const state = generateRandomState();
    const nonce = generateRandomNonce();
    const data = { verifier, state, nonce, to };
    const { database, clock } = this.deps;
    const secret = await issueTicket(database, { kind: "login", data, expires: clock() + PATIENCE3 });
    const url = new URL(provider.authorization_endpoint ?? "");
    const params = {
      client_id: this.settings.clientId,
      redirect_uri: this.redirect(),
      response_type: "code",
      scope: "openid email",
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      state,
      nonce
    };
    for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
    return { url: url.href, secret, lifetime: PATIENCE3 };
  }
  /** Finishes it: the person's verified address, and where they wanted to go. @throws a 4xx */
  async finish(url, secret) {
    const { database, clock } = this.deps;
    const found = login(await redeemTicket(database, "login", secret, clock()), "");
    if (!found.ok)
      throw badRequest("No sign-in is under way in this browser, or it was finished before.", "Begin again.");
    const { verifier, state, nonce, to } = found.value;
    try {
      const claims = await this.exchange(url, { verifier, state, nonce });
      return { email: verifiedEmail(claims), to };
    } catch (error) {
      if (isOurs(error)) throw error;
      this.deps.log({
        level: "warn",
        event: "sign-in-refused",
        reason: error instanceof Error ? error.name : "unknown"
      });
      throw signInFirst("The sign-in service did not confirm who you are.", "Begin again.");
    }
  }
  async exchange(url, { verifier, state, nonce }) {
    const provider = await this.discover();
    const client = { client_id: this.settings.clientId };
    const params = validateAuthResponse(provider, client, url, state);
    const response = await authorizationCodeGrantRequest(
      provider,
      client,
      ClientSecretPost(this.settings.clientSecret),
      params,
      this.redirect(),
      verifier,
      this.options()
    );
    const tokens = await processAuthorizationCodeResponse(provider, client, response, {
      expectedNonce: nonce,
      requireIdToken: true
    });
    await validateApplicationLevelSignature(provider, response, this.options());
    const claims = getValidatedIdTokenClaims(tokens);
    if (!claims) throw signInFirst("The sign-in service sent no identity.", "Begin again.");
    if (claims.email !== void 0) return claims;
    const info = await userInfoRequest(provider, client, tokens.access_token, this.options());
    return { ...claims, ...await processUserInfoResponse(provider, client, claims.sub, info) };
  }
  redirect() {
    return `${this.deps.site.origin}/sign-in/oidc/callback`;
  }
  options() {
    return { [allowInsecureRequests]: this.settings.allowInsecure };
  }
  /** Asked once; a failure is not kept. */
  discover() {
    this.provider ??= this.askProvider().catch((error) => {
      this.provider = null;
      throw error;
    });
    return this.provider;
  }
  async askProvider() {
    const issuer = new URL(this.settings.issuer);
    return processDiscoveryResponse(issuer, await discoveryRequest(issuer, this.options()));
  }
};
function isOurs(error) {
  return error instanceof Error && error.name === "ApiError";
}
__name(isOurs, "isOurs");
function verifiedEmail(claims) {
  const { email: email2, email_verified: verified } = claims;
  if (typeof email2 !== "string" || verified !== true)
    throw forbidden("The sign-in service does not vouch for your e-mail address.", "Confirm the address there first.");
  return email2.toLowerCase();
}
__name(verifiedEmail, "verifiedEmail");

// worker/sign-in/pages.ts
function signInPage({ sources, to, token }) {
  const query = `?to=${encodeURIComponent(to)}`;
  const none = sources.oidc === null && sources.cloudflareAccess === null && sources.ownerToken === null;
  return plainPage({
    title: "Sign in",
    body: html`<h1>Sign in</h1>
${sources.oidc ? html`<p><a class="button" href="/sign-in/oidc${query}">Sign in with your account</a></p>` : ""}
${sources.cloudflareAccess ? html`<p><a class="button" href="/sign-in/access${query}">Sign in with Cloudflare Access</a></p>` : ""}
${sources.ownerToken ? html`<form method="post" action="/sign-in/owner">
<input type="hidden" name="to" value="${to}">
<label for="token">Owner token</label>
<input id="token" name="token" type="password" autocomplete="off" required value="${token}">
<p class="help">It is part of the link that <b>notebook-app serve</b> printed, and works once.</p>
<button>Sign in as owner</button>
</form>` : ""}
${none ? html`<p>No way to sign in is set up on this server.</p>` : ""}`
  });
}
__name(signInPage, "signInPage");
function devicePage({ name, code, email: email2 }) {
  return plainPage({
    title: "Let a command sign in",
    body: html`<h1>Let a command sign in as you?</h1>
<p>The command <b>notebook-app</b> on <b>${name}</b> asks to publish as <b>${email2}</b>.</p>
<p>Go on only if you started it yourself, and it shows this code:</p>
<p><code>${code}</code></p>
<form method="post" action="/device"><input type="hidden" name="code" value="${code}"><button>Yes, it is mine</button></form>
<p class="help">If not, close this page; nothing happens.</p>`
  });
}
__name(devicePage, "devicePage");
function codePage() {
  return plainPage({
    title: "Let a command sign in",
    body: html`<h1>Which code does the command show?</h1>
<form method="get" action="/device"><label for="code">Code</label><input id="code" name="code" required autocomplete="off"><button>Go on</button></form>`
  });
}
__name(codePage, "codePage");
function donePage(title, text2) {
  return plainPage({ title, body: html`<h1>${title}</h1><p>${text2}</p>` });
}
__name(donePage, "donePage");

// worker/sign-in/routes.ts
var LOGIN_COOKIE = "__Host-nb-login";
function signInRoutes(deps) {
  const routes = new Hono3();
  for (const path of ["/sign-in", "/sign-in/*", "/sign-out", "/device", "/hand-over"])
    routes.use(path, privatePage(deps));
  pageRoutes(routes, deps);
  ownerRoutes(routes, deps);
  oidcRoutes(routes, deps);
  accessRoutes(routes, deps);
  deviceRoutes(routes, deps);
  routes.get("/hand-over", (context) => handOver(context, deps));
  routes.post("/sign-out", async (context) => {
    const form = await formOf(context);
    const hash = await sessionHash(context);
    const session = hash === "" ? null : await findSession(deps.database, hash, deps.clock());
    if (session)
      await (form.get("everywhere") ? endSessionsOf(deps.database, session.email) : endFamily(deps.database, hash));
    clearSessionCookies(context);
    context.header("Clear-Site-Data", '"cache"');
    return context.redirect("/", 303);
  });
  return routes;
}
__name(signInRoutes, "signInRoutes");
function privatePage({ site }) {
  const targets = site.appHost === null ? [] : [`${new URL(site.origin).protocol}//*.${site.appHost}`];
  return async (context, next) => {
    context.header("Cache-Control", "no-store");
    context.header("Content-Security-Policy", plainPagePolicy(targets));
    await next();
    context.res.headers.set("Referrer-Policy", "no-referrer");
  };
}
__name(privatePage, "privatePage");
function pageRoutes(routes, { signIn }) {
  routes.get("/sign-in", (context) => {
    const to = returnAddress(context.req.query("to"));
    const onlyOidc = signIn.oidc !== null && signIn.ownerToken === null && signIn.cloudflareAccess === null;
    if (onlyOidc) return context.redirect(`/sign-in/oidc?to=${encodeURIComponent(to)}`, 303);
    return context.html(signInPage({ sources: signIn, to, token: "" }));
  });
}
__name(pageRoutes, "pageRoutes");
function ownerRoutes(routes, deps) {
  if (deps.signIn.ownerToken === null) return;
  routes.get("/sign-in/owner", (context) => {
    const to = returnAddress(context.req.query("to"));
    const sources = { ...deps.signIn, oidc: null, cloudflareAccess: null };
    return context.html(signInPage({ sources, to, token: (context.req.query("token") ?? "").slice(0, 200) }));
  });
  routes.post("/sign-in/owner", async (context) => {
    if (!await deps.limit("sign-in", deps.addressOf(context))) throw slowDown(60);
    const form = await formOf(context);
    const email2 = await redeemOwnerToken(deps, (form.get("token") ?? "").trim());
    return beginSession(context, deps, { email: email2, to: returnAddress(form.get("to") ?? void 0) });
  });
}
__name(ownerRoutes, "ownerRoutes");
function oidcRoutes(routes, deps) {
  if (deps.signIn.oidc === null) return;
  const oidc = new Oidc(deps, deps.signIn.oidc);
  routes.get("/sign-in/oidc", async (context) => {
    if (!await deps.limit("sign-in", deps.addressOf(context))) throw slowDown(60);
    const { url, secret, lifetime } = await oidc.begin(returnAddress(context.req.query("to")));
    setCookie(context, LOGIN_COOKIE, secret, { ...LOGIN, maxAge: lifetime / 1e3 });
    return context.redirect(url, 303);
  });
  routes.get("/sign-in/oidc/callback", async (context) => {
    const secret = getCookie(context, LOGIN_COOKIE) ?? "";
    setCookie(context, LOGIN_COOKIE, "", { ...LOGIN, maxAge: 0 });
    const { email: email2, to } = await oidc.finish(new URL(context.req.url), secret);
    return beginSession(context, deps, { email: email2, to });
  });
}
__name(oidcRoutes, "oidcRoutes");
var LOGIN = { path: "/", httpOnly: true, secure: true, sameSite: "Lax" };
function accessRoutes(routes, deps) {
  if (deps.signIn.cloudflareAccess === null) return;
  const access2 = new CloudflareAccess(deps.signIn.cloudflareAccess);
  routes.get("/sign-in/access", async (context) => {
    const email2 = await access2.emailOf(context.req.header("Cf-Access-Jwt-Assertion"));
    return beginSession(context, deps, { email: email2, to: returnAddress(context.req.query("to")) });
  });
}
__name(accessRoutes, "accessRoutes");
function deviceRoutes(routes, deps) {
  routes.get("/device", async (context) => {
    const code = userCode(context.req.query("code"));
    if (code === "") return context.html(codePage());
    const session = await siteSession(context, deps);
    if (session === null) return context.redirect(`/sign-in?to=${encodeURIComponent(`/device?code=${code}`)}`, 303);
    if (!await deps.limit("sign-in", `device ${session.email}`)) throw slowDown(60);
    const device = await findDevice(deps, code);
    if (device === null) throw notFound("No command waits under this code. It may have expired; start it again.");
    return context.html(devicePage({ name: device.name, code, email: session.email }));
  });
  routes.post("/device", async (context) => {
    const session = await siteSession(context, deps);
    const code = userCode((await formOf(context)).get("code") ?? void 0);
    if (session === null) return context.redirect(`/sign-in?to=${encodeURIComponent(`/device?code=${code}`)}`, 303);
    if (!await deps.limit("sign-in", `device ${session.email}`)) throw slowDown(60);
    if (!await confirmDevice(deps, code, session.email))
      throw notFound("No command waits under this code. It may have expired; start it again.");
    return context.html(donePage("Done", "The command goes on by itself. You may close this page."));
  });
}
__name(deviceRoutes, "deviceRoutes");
function userCode(text2) {
  const letters = (text2 ?? "").toUpperCase().replace(/[^A-Z]/g, "");
  return letters.length === 8 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : "";
}
__name(userCode, "userCode");

// worker/app.ts
function createApp(deps) {
  const app2 = new Hono3({ getPath: /* @__PURE__ */ __name((request) => routePath2(deps, request), "getPath") });
  app2.use(requestLog(deps));
  app2.use(ownHosts(deps));
  app2.use(ownPages(deps, /\/-\/(ran|token|kernel\/.*)$/));
  app2.use(async (context, next) => {
    context.header("X-Robots-Tag", NOINDEX);
    for (const [name, value] of Object.entries(ALWAYS)) context.header(name, value);
    await next();
  });
  app2.get("/healthz", (context) => health(context, deps));
  app2.route("/api", tokensApi(deps));
  app2.use("/api/*", withToken(deps));
  for (const api of [peopleApi(deps), blobsApi(deps), appsApi(deps)]) app2.route("/api", api);
  app2.all("/api/*", () => {
    throw notFound("There is no such call.");
  });
  app2.route("/", signInRoutes(deps));
  app2.route("/", publicRoutes(deps));
  app2.route("/a/:slug", appRoutes(deps));
  app2.route("/", fileRoute(deps));
  app2.notFound((context) => answerError(context, deps, notFound()));
  app2.onError((error, context) => answerError(context, deps, error));
  return app2;
}
__name(createApp, "createApp");
function routePath2({ site }, request) {
  const { host, pathname } = new URL(request.url);
  const place = placeOf(site, host);
  if (place.kind === "app") return pathname === "/healthz" ? pathname : `/a/${place.slug}${pathname}`;
  return site.appHost !== null && pathname.startsWith("/a/") ? "/not-an-address" : pathname;
}
__name(routePath2, "routePath");
async function health(context, { database }) {
  try {
    await database.batch([{ sql: "SELECT count(*) FROM workspace", args: [] }]);
    return context.json({ ok: true });
  } catch {
    throw new HTTPException(503, { message: "The registry does not answer." });
  }
}
__name(health, "health");

// worker/housekeeping.ts
var DAY = 864e5;
async function tidy({ database, blobs, now }) {
  await sweep(database, now);
  for (const { key, handle, part } of await staleUploads(database, now - 7 * DAY))
    await blobs.abortParts({ key, handle, partSize: part });
  await blobs.delete(await forgetUnused(database, now - DAY));
}
__name(tidy, "tidy");

// worker/hosts/cloudflare/d1-database.ts
var CloudDatabase = class {
  static {
    __name(this, "CloudDatabase");
  }
  database;
  constructor(database) {
    this.database = database;
  }
  async batch(statements) {
    const session = this.database.withSession("first-primary");
    try {
      const results = await session.batch(statements.map(({ sql: sql2, args }) => session.prepare(sql2).bind(...args)));
      return results.map(({ results: rows2 }) => rows2);
    } catch (error) {
      if (error instanceof Error && /constraint/i.test(error.message))
        throw new ConstraintError(error.message, { cause: error });
      throw error;
    }
  }
};

// worker/hosts/cloudflare/environment.ts
var MEGABYTE = 1024 * 1024;
var LIMITS = {
  blob: 64 * MEGABYTE,
  part: 32 * MEGABYTE,
  file: 5 * 1024 * MEGABYTE,
  files: 1e4
};
function siteOf({ SITE_ORIGIN, APP_HOST }) {
  if (!URL.canParse(SITE_ORIGIN)) throw new InternalError("SITE_ORIGIN is no origin. Set it in wrangler.toml.");
  return { origin: new URL(SITE_ORIGIN).origin, appHost: APP_HOST === "" ? null : APP_HOST };
}
__name(siteOf, "siteOf");
function signInOf(env) {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, ACCESS_ISSUER, ACCESS_AUDIENCE, OWNER_TOKEN } = env;
  const owners = words(env.OWNERS);
  return {
    owners,
    joinDomains: words(env.JOIN_DOMAINS),
    oidc: OIDC_ISSUER && OIDC_CLIENT_ID && OIDC_CLIENT_SECRET ? {
      issuer: OIDC_ISSUER,
      clientId: OIDC_CLIENT_ID,
      clientSecret: OIDC_CLIENT_SECRET,
      allowInsecure: OIDC_ISSUER.startsWith("http://127.0.0.1:")
    } : null,
    cloudflareAccess: ACCESS_ISSUER && ACCESS_AUDIENCE ? { issuer: ACCESS_ISSUER, audience: ACCESS_AUDIENCE } : null,
    ownerToken: OWNER_TOKEN && owners[0] !== void 0 ? (
      // Another one is another secret: `wrangler secret put OWNER_TOKEN`.
      { email: owners[0], current: /* @__PURE__ */ __name(async () => OWNER_TOKEN, "current"), used: /* @__PURE__ */ __name(async () => {
      }, "used") }
    ) : null
  };
}
__name(signInOf, "signInOf");
function words(text2) {
  return (text2 ?? "").toLowerCase().split(/[\s,]+/).filter((word) => word !== "");
}
__name(words, "words");

// worker/hosts/cloudflare/r2-blobs.ts
var BucketBlobs = class {
  static {
    __name(this, "BucketBlobs");
  }
  bucket;
  constructor(bucket) {
    this.bucket = bucket;
  }
  async put(key, body, { sha256: sha2564, size }) {
    try {
      await this.bucket.put(key, size === 0 ? new ArrayBuffer(0) : body, { sha256: sha2564 });
      return true;
    } catch (error) {
      if (error instanceof Error && /digest|checksum|SHA-256/i.test(error.message)) return false;
      throw error;
    }
  }
  async get(key, slice) {
    const object = await this.bucket.get(key, slice ? { range: slice } : {});
    return object?.body ?? null;
  }
  async delete(keys) {
    for (let start = 0; start < keys.length; start += 1e3) await this.bucket.delete(keys.slice(start, start + 1e3));
  }
  async beginParts(key) {
    return (await this.bucket.createMultipartUpload(key)).uploadId;
  }
  async putPart({ key, handle }, number, body) {
    return (await this.bucket.resumeMultipartUpload(key, handle).uploadPart(number, body)).etag;
  }
  async finishParts({ key, handle }, parts, { sha256: sha2564, size }) {
    const uploaded = parts.map(({ number, tag: tag2 }) => ({ partNumber: number, etag: tag2 }));
    await this.bucket.resumeMultipartUpload(key, handle).complete(uploaded);
    const right = await this.sha256(key, size) === sha2564;
    if (!right) await this.bucket.delete(key);
    return right;
  }
  /** R2 checks no sha256 of what comes in parts. */
  async sha256(key, size) {
    const object = await this.bucket.get(key);
    if (object === null || object.size !== size) return null;
    const digest = new crypto.DigestStream("SHA-256");
    await object.body.pipeTo(digest);
    return Array.from(new Uint8Array(await digest.digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  async abortParts({ key, handle }) {
    await this.bucket.resumeMultipartUpload(key, handle).abort();
  }
};

// worker/hosts/cloudflare/entry.ts
function depsOf(env) {
  const limiters = {
    "sign-in": env.RL_SIGN_IN,
    api: env.RL_API,
    file: env.RL_FILE,
    kernel: env.RL_KERNEL,
    count: env.RL_COUNT
  };
  return {
    site: siteOf(env),
    database: new CloudDatabase(env.DB),
    blobs: new BucketBlobs(env.BLOBS),
    shared: /* @__PURE__ */ __name(async (path, request) => {
      const answer2 = await env.ASSETS.fetch(new Request(new URL(`/${path}`, request.url), request));
      return answer2.status === 404 ? null : answer2;
    }, "shared"),
    clock: Date.now,
    // biome-ignore lint/suspicious/noConsole: this is how a Worker logs
    log: /* @__PURE__ */ __name((entry) => console.log(JSON.stringify({ time: (/* @__PURE__ */ new Date()).toISOString(), ...entry })), "log"),
    limit: /* @__PURE__ */ __name(async (kind, key) => (await limiters[kind].limit({ key })).success, "limit"),
    addressOf: /* @__PURE__ */ __name((context) => context.req.header("CF-Connecting-IP") ?? "unknown", "addressOf"),
    later: waitUntil,
    limits: LIMITS,
    signIn: signInOf(env),
    kernels: null
  };
}
__name(depsOf, "depsOf");
var made = null;
var entry_default = {
  fetch: /* @__PURE__ */ __name((request, env, context) => {
    made ??= createApp(depsOf(env));
    return made.fetch(request, env, context);
  }, "fetch"),
  scheduled: /* @__PURE__ */ __name(async (_event, env) => {
    const { database, blobs } = depsOf(env);
    await tidy({ database, blobs, now: Date.now() });
  }, "scheduled")
};

// node_modules/wrangler/templates/middleware/middleware-ensure-req-body-drained.ts
var drainBody = /* @__PURE__ */ __name(async (request, env, _ctx, middlewareCtx) => {
  try {
    return await middlewareCtx.next(request, env);
  } finally {
    try {
      if (request.body !== null && !request.bodyUsed) {
        const reader = request.body.getReader();
        while (!(await reader.read()).done) {
        }
      }
    } catch (e) {
      console.error("Failed to drain the unused request body.", e);
    }
  }
}, "drainBody");
var middleware_ensure_req_body_drained_default = drainBody;

// node_modules/wrangler/templates/middleware/middleware-miniflare3-json-error.ts
function reduceError(e) {
  return {
    name: e?.name,
    message: e?.message ?? String(e),
    stack: e?.stack,
    cause: e?.cause === void 0 ? void 0 : reduceError(e.cause)
  };
}
__name(reduceError, "reduceError");
var jsonError = /* @__PURE__ */ __name(async (request, env, _ctx, middlewareCtx) => {
  try {
    return await middlewareCtx.next(request, env);
  } catch (e) {
    const error = reduceError(e);
    const body = JSON.stringify(error);
    const headers = {
      "Content-Type": "application/json",
      "MF-Experimental-Error-Stack": "true"
    };
    const encoded = encodeURIComponent(body);
    if (encoded.length <= 8192) {
      headers["MF-Experimental-Error-Stack-Payload"] = encoded;
    }
    return new Response(body, { status: 500, headers });
  }
}, "jsonError");
var middleware_miniflare3_json_error_default = jsonError;

// .wrangler/tmp/bundle-k3G4fI/middleware-insertion-facade.js
var __INTERNAL_WRANGLER_MIDDLEWARE__ = [
  middleware_ensure_req_body_drained_default,
  middleware_miniflare3_json_error_default
];
var middleware_insertion_facade_default = entry_default;

// node_modules/wrangler/templates/middleware/common.ts
var __facade_middleware__ = [];
function __facade_register__(...args) {
  __facade_middleware__.push(...args.flat());
}
__name(__facade_register__, "__facade_register__");
function __facade_invokeChain__(request, env, ctx, dispatch, middlewareChain) {
  const [head, ...tail] = middlewareChain;
  const middlewareCtx = {
    dispatch,
    next(newRequest, newEnv) {
      return __facade_invokeChain__(newRequest, newEnv, ctx, dispatch, tail);
    }
  };
  return head(request, env, ctx, middlewareCtx);
}
__name(__facade_invokeChain__, "__facade_invokeChain__");
function __facade_invoke__(request, env, ctx, dispatch, finalMiddleware) {
  return __facade_invokeChain__(request, env, ctx, dispatch, [
    ...__facade_middleware__,
    finalMiddleware
  ]);
}
__name(__facade_invoke__, "__facade_invoke__");

// .wrangler/tmp/bundle-k3G4fI/middleware-loader.entry.ts
var __Facade_ScheduledController__ = class ___Facade_ScheduledController__ {
  constructor(scheduledTime, cron, noRetry) {
    this.scheduledTime = scheduledTime;
    this.cron = cron;
    this.#noRetry = noRetry;
  }
  scheduledTime;
  cron;
  static {
    __name(this, "__Facade_ScheduledController__");
  }
  #noRetry;
  noRetry() {
    if (!(this instanceof ___Facade_ScheduledController__)) {
      throw new TypeError("Illegal invocation");
    }
    this.#noRetry();
  }
};
function wrapExportedHandler(worker) {
  if (__INTERNAL_WRANGLER_MIDDLEWARE__ === void 0 || __INTERNAL_WRANGLER_MIDDLEWARE__.length === 0) {
    return worker;
  }
  for (const middleware of __INTERNAL_WRANGLER_MIDDLEWARE__) {
    __facade_register__(middleware);
  }
  const fetchDispatcher = /* @__PURE__ */ __name(function(request, env, ctx) {
    if (worker.fetch === void 0) {
      throw new Error("Handler does not export a fetch() function.");
    }
    return worker.fetch(request, env, ctx);
  }, "fetchDispatcher");
  return {
    ...worker,
    fetch(request, env, ctx) {
      const dispatcher = /* @__PURE__ */ __name(function(type, init) {
        if (type === "scheduled" && worker.scheduled !== void 0) {
          const controller = new __Facade_ScheduledController__(
            Date.now(),
            init.cron ?? "",
            () => {
            }
          );
          return worker.scheduled(controller, env, ctx);
        }
      }, "dispatcher");
      return __facade_invoke__(request, env, ctx, dispatcher, fetchDispatcher);
    }
  };
}
__name(wrapExportedHandler, "wrapExportedHandler");
function wrapWorkerEntrypoint(klass) {
  if (__INTERNAL_WRANGLER_MIDDLEWARE__ === void 0 || __INTERNAL_WRANGLER_MIDDLEWARE__.length === 0) {
    return klass;
  }
  for (const middleware of __INTERNAL_WRANGLER_MIDDLEWARE__) {
    __facade_register__(middleware);
  }
  return class extends klass {
    #fetchDispatcher = /* @__PURE__ */ __name((request, env, ctx) => {
      this.env = env;
      this.ctx = ctx;
      if (super.fetch === void 0) {
        throw new Error("Entrypoint class does not define a fetch() function.");
      }
      return super.fetch(request);
    }, "#fetchDispatcher");
    #dispatcher = /* @__PURE__ */ __name((type, init) => {
      if (type === "scheduled" && super.scheduled !== void 0) {
        const controller = new __Facade_ScheduledController__(
          Date.now(),
          init.cron ?? "",
          () => {
          }
        );
        return super.scheduled(controller);
      }
    }, "#dispatcher");
    fetch(request) {
      return __facade_invoke__(
        request,
        this.env,
        this.ctx,
        this.#dispatcher,
        this.#fetchDispatcher
      );
    }
  };
}
__name(wrapWorkerEntrypoint, "wrapWorkerEntrypoint");
var WRAPPED_ENTRY;
if (typeof middleware_insertion_facade_default === "object") {
  WRAPPED_ENTRY = wrapExportedHandler(middleware_insertion_facade_default);
} else if (typeof middleware_insertion_facade_default === "function") {
  WRAPPED_ENTRY = wrapWorkerEntrypoint(middleware_insertion_facade_default);
}
var middleware_loader_entry_default = WRAPPED_ENTRY;
export {
  __INTERNAL_WRANGLER_MIDDLEWARE__,
  middleware_loader_entry_default as default
};
//# sourceMappingURL=entry.js.map
