package dev.tidemill.learning;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelErrorCode;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import dev.tidemill.contract.project.ProjectSpec;
import dev.tidemill.contract.project.ProjectSpec.ColumnType;
import dev.tidemill.contract.project.ProjectSpec.OnDemandSpec;
import dev.tidemill.core.failure.Problem;
import dev.tidemill.core.failure.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The on-demand features of a project, compiled once. An expression may name request columns, {@code request.time},
 * view features by their full name and on-demand features declared before it.
 *
 * <p>Null in gives null out: when a name that the expression uses is null, the feature is null, unless the expression
 * compares that name with {@code null}. An arithmetic failure on a row (a division of ints by zero, an overflow, a text
 * that is no number) and a result that is not finite give null too. Safe for use by several threads.
 */
public final class OnDemandFeatures {
    private final List<Feature> features;

    private OnDemandFeatures(List<Feature> features) {
        this.features = features;
    }

    private record Feature(String name, OnDemandSpec spec, Program program, Set<String> names, Set<String> tested) {}

    /**
     * Type-checks every expression.
     *
     * @return one detail for each fault, with the expression, the place in it and a hint; empty when all compile
     */
    public static List<Problem.Detail> check(ProjectSpec spec) {
        List<Problem.Detail> faults = new ArrayList<>();
        compile(spec, faults);
        return faults;
    }

    /**
     * Compiles the expressions of a project.
     *
     * @throws ProblemException {@code INVALID_EXPRESSION} with the details of {@link #check}
     */
    public static OnDemandFeatures compile(ProjectSpec spec) {
        List<Problem.Detail> faults = new ArrayList<>();
        OnDemandFeatures compiled = compile(spec, faults);
        if (!faults.isEmpty()) {
            throw new ProblemException("INVALID_EXPRESSION", "An on-demand feature does not compile:", faults);
        }
        return compiled;
    }

    private static OnDemandFeatures compile(ProjectSpec spec, List<Problem.Detail> faults) {
        if (spec.features().onDemand().isEmpty()) {
            return new OnDemandFeatures(List.of());
        }
        Cel parser = ExpressionLanguage.parser();
        Map<String, CelType> types = names(spec, parser);
        List<Feature> compiled = new ArrayList<>();
        spec.features().onDemand().forEach((name, feature) -> {
            compileOne(name, feature, parser, types, faults).ifPresent(compiled::add);
            types.put(name, type(feature.type()));
        });
        return new OnDemandFeatures(List.copyOf(compiled));
    }

    /** Full names of the view features that a project's expressions name, such as {@code weather.visib}. */
    public static Set<String> viewFeatures(ProjectSpec spec) {
        if (spec.features().onDemand().isEmpty()) {
            return Set.of();
        }
        Cel parser = ExpressionLanguage.parser();
        return spec.features().onDemand().values().stream()
                .flatMap(feature -> selected(parser, feature.expression()))
                .filter(name -> spec.features().views().containsKey(name.substring(0, name.indexOf('.'))))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Optional<Feature> compileOne(
            String name, OnDemandSpec feature, Cel parser, Map<String, CelType> types, List<Problem.Detail> faults) {
        String place = "project.yaml /features/on-demand/" + name + "/expression";
        try {
            Set<String> tested =
                    testedForNull(parser.parse(feature.expression()).getAst());
            CelBuilder builder = ExpressionLanguage.builder();
            types.forEach((variable, type) -> builder.addVar(
                    variable,
                    tested.contains(variable) && !type.equals(SimpleType.DYN) ? NullableType.create(type) : type));
            Cel cel = builder.build();
            CelAbstractSyntaxTree ast = cel.compile(feature.expression()).getAst();
            if (!fits(ast.getResultType(), feature.type())) {
                faults.add(new Problem.Detail(
                        place,
                        feature.expression(),
                        "a result of type " + word(feature.type()) + ", but it is "
                                + ast.getResultType().name() + hintForResult(ast.getResultType(), feature.type())));
                return Optional.empty();
            }
            return Optional.of(new Feature(name, feature, cel.createProgram(ast), names(ast, types), tested));
        } catch (CelValidationException e) {
            for (CelIssue issue : e.getErrors()) {
                faults.add(ExpressionFault.detail(place, feature.expression(), issue, types.keySet()));
            }
            return Optional.empty();
        } catch (CelEvaluationException e) {
            faults.add(new Problem.Detail(place, feature.expression(), String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    /** Names of the features in the order of their declaration. */
    public List<String> names() {
        return features.stream().map(Feature::name).toList();
    }

    /**
     * What a feature's expression names: request columns, the time, view features and earlier on-demand features.
     *
     * @throws IllegalArgumentException when there is no such feature
     */
    public Set<String> reads(String name) {
        return features.stream()
                .filter(feature -> feature.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no on-demand feature " + name))
                .names();
    }

    /**
     * Computes every feature.
     *
     * @param values request columns, time and view features by name; the results are put into it
     * @throws ProblemException {@code EXPRESSION_FAILED} when an expression meets a value of a type it cannot take
     */
    public void evaluate(Map<String, @Nullable Object> values) {
        for (Feature feature : features) {
            values.put(feature.name(), value(feature, values));
        }
    }

    private static @Nullable Object value(Feature feature, Map<String, @Nullable Object> values) {
        Map<String, Object> arguments = new HashMap<>();
        boolean hasNull = false;
        for (String name : feature.names()) {
            Object value = values.get(name);
            if (value == null && !feature.tested().contains(name)) {
                return null;
            }
            hasNull |= value == null;
            arguments.put(name, value == null ? dev.cel.common.values.NullValue.NULL_VALUE : value);
        }
        try {
            return ExpressionResult.convert(
                    feature.program().eval(arguments), feature.spec().type());
        } catch (CelEvaluationException e) {
            if (hasNull || isArithmetic(e.getErrorCode())) {
                return null;
            }
            throw new ProblemException(
                    "EXPRESSION_FAILED",
                    "On-demand feature '" + feature.name() + "' could not be computed.",
                    List.of(new Problem.Detail(
                            "feature " + feature.name() + ": " + feature.spec().expression(),
                            arguments.toString(),
                            String.valueOf(e.getMessage()))));
        }
    }

    private static boolean isArithmetic(CelErrorCode code) {
        return switch (code) {
            case DIVIDE_BY_ZERO, NUMERIC_OVERFLOW, BAD_FORMAT, INVALID_ARGUMENT -> true;
            default -> false;
        };
    }

    private static Map<String, CelType> names(ProjectSpec spec, Cel parser) {
        Map<String, CelType> types = new LinkedHashMap<>();
        if (spec.request() != null) {
            spec.request().columns().forEach((name, column) -> types.put(name, type(column.type())));
            types.put(spec.request().time(), SimpleType.TIMESTAMP);
        }
        Set<String> inSql = new LinkedHashSet<>();
        spec.features().views().forEach((view, definition) -> {
            if (definition.sql() == null) {
                definition.columns().keySet().forEach(c -> types.put(view + "." + c, SimpleType.DYN));
            } else {
                inSql.add(view);
            }
        });
        if (spec.training() != null) {
            spec.training().inputs().all().stream()
                    .filter(input -> input.contains("."))
                    .forEach(input -> types.put(input, SimpleType.DYN));
        }
        spec.features()
                .onDemand()
                .values()
                .forEach(feature -> selected(parser, feature.expression())
                        .filter(name -> inSql.contains(name.substring(0, name.indexOf('.'))))
                        .forEach(name -> types.putIfAbsent(name, SimpleType.DYN)));
        return types;
    }

    /** The names of the form {@code a.b} in an expression; none when it does not parse. */
    private static Stream<String> selected(Cel parser, String expression) {
        try {
            return CelNavigableAst.fromAst(parser.parse(expression).getAst())
                    .getRoot()
                    .allNodes()
                    .flatMap(node -> qualifiedName(node.expr()).stream())
                    .filter(name -> name.chars().filter(c -> c == '.').count() == 1);
        } catch (CelValidationException e) {
            return Stream.empty();
        }
    }

    private static Set<String> names(CelAbstractSyntaxTree ast, Map<String, CelType> types) {
        return ast.getReferenceMap().values().stream()
                .filter(reference -> reference.overloadIds().isEmpty())
                .map(reference -> reference.name())
                .filter(types::containsKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<String> testedForNull(CelAbstractSyntaxTree ast) {
        Set<String> tested = new LinkedHashSet<>();
        CelNavigableAst.fromAst(ast).getRoot().allNodes().forEach(node -> {
            CelExpr expr = node.expr();
            if (expr.exprKind().getKind() == CelExpr.ExprKind.Kind.CALL) {
                CelExpr.CelCall call = expr.call();
                if (call.function().equals("_==_") || call.function().equals("_!=_")) {
                    CelExpr left = call.args().get(0);
                    CelExpr right = call.args().get(1);
                    if (isNull(right)) {
                        qualifiedName(left).ifPresent(tested::add);
                    } else if (isNull(left)) {
                        qualifiedName(right).ifPresent(tested::add);
                    }
                }
            }
        });
        return tested;
    }

    private static boolean isNull(CelExpr expr) {
        return expr.exprKind().getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && expr.constant().getKind() == dev.cel.common.ast.CelConstant.Kind.NULL_VALUE;
    }

    private static Optional<String> qualifiedName(CelExpr expr) {
        return switch (expr.exprKind().getKind()) {
            case IDENT -> Optional.of(expr.ident().name());
            case SELECT ->
                qualifiedName(expr.select().operand())
                        .map(parent -> parent + "." + expr.select().field());
            default -> Optional.empty();
        };
    }

    private static boolean fits(CelType actual, ColumnType declared) {
        CelType plain = actual instanceof NullableType nullable ? nullable.targetType() : actual;
        return plain.equals(SimpleType.DYN)
                || plain.equals(type(declared))
                || (plain.equals(SimpleType.INT) && type(declared).equals(SimpleType.DOUBLE));
    }

    private static String hintForResult(CelType actual, ColumnType declared) {
        if (actual.equals(SimpleType.DOUBLE) && declared == ColumnType.INT) {
            return "; write int(...) around it, or declare type: double";
        }
        if (actual.equals(SimpleType.BOOL)) {
            return "; declare type: bool, or write `... ? 1 : 0`";
        }
        return "";
    }

    private static CelType type(ColumnType type) {
        return switch (type) {
            case STRING -> SimpleType.STRING;
            case INT -> SimpleType.INT;
            case DOUBLE, FLOAT32 -> SimpleType.DOUBLE;
            case BOOL -> SimpleType.BOOL;
            case TIMESTAMP, DATE -> SimpleType.TIMESTAMP;
        };
    }

    private static String word(ColumnType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
