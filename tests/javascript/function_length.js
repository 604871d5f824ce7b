// A rule for deno lint: a function, with all those inside it, fits on a screen.

export const LIMIT = 40; // lines, from its name or first parenthesis to its closing brace

function check(node, context) {
  const lines = context.sourceCode.getText(node).split("\n").length;
  if (lines > LIMIT) context.report({ node, message: `This function has ${lines} lines; ${LIMIT} are allowed.` });
}

const rule = {
  create: (context) => ({
    "FunctionDeclaration, FunctionExpression, ArrowFunctionExpression": (node) => check(node, context),
  }),
};

export default { name: "backcare", rules: { "function-length": rule } };
