// A stand-in for MicrosoftAjax.js, which Microsoft's own Office.js loads from another of Microsoft's servers before it goes on: as much
// of it as that library looks for and calls.

window.Type = Function;

Type.registerNamespace = (path) => {
  path.split(".").reduce((parent, name) => (parent[name] ??= {}), window);
};
Type.registerClass = () => {};
Function.prototype.registerClass = function registerClass() {
  return this;
};
Function.prototype.registerEnum = Function.prototype.registerClass;
Function.prototype.registerInterface = Function.prototype.registerClass;
// The library's own checks of what callers give it; ours are right.
Function._validateParams = () => null;
Function.createDelegate = (self, method) => (...rest) => method.apply(self, rest);
Function.createCallback = (method, context) => (...rest) => method(...rest, context);

const failure = (kind) => (name, message) => Object.assign(new Error(message ?? name), { name: kind });
for (const kind of ["argument", "argumentNull", "argumentType", "argumentOutOfRange", "invalidOperation", "parameterCount", "notImplemented"]) {
  Error[kind] = failure(`Sys.${kind}`);
}
Error.create = (message, members) => Object.assign(new Error(message), members);

String.format = (text, ...values) => text.replace(/\{(\d+)\}/g, (_, at) => values[at] ?? "");

window.Sys = {
  Debug: { trace() {} },
  Serialization: {
    JavaScriptSerializer: { serialize: (value) => JSON.stringify(value), deserialize: (text) => JSON.parse(text) },
  },
  StringBuilder: class {
    #parts = [];

    append(text) {
      this.#parts.push(text);
      return this;
    }

    toString(between = "") {
      return this.#parts.join(between);
    }
  },
};
