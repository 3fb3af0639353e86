package dev.tidemill.learning;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;

/**
 * The expression language of on-demand features: CEL's standard functions and macros, its {@code math} extension
 * (abs, ceil, floor, greatest, isNaN, least, round, sign, sqrt, trunc, bit operations) and its string extension, and on
 * top of them
 *
 * <ul>
 *   <li>{@code math.exp}, {@code math.log}, {@code math.log10}, {@code math.log1p}, {@code math.sin}, {@code math.cos},
 *       {@code math.pow(x, y)} over doubles, with {@link StrictMath}'s bits on every machine;
 *   <li>{@code + - * /} between an int and a double, which give a double;
 *   <li>{@code math.floorMod(int, int)} with the sign of the divisor.
 * </ul>
 */
@SuppressWarnings("Immutable") // the functions passed in are pure
final class ExpressionLanguage {
    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .enableRegexPartialMatch(true)
            .build();

    private final List<CelFunctionDecl> declarations = new ArrayList<>();
    private final List<CelFunctionBinding> bindings = new ArrayList<>();

    private ExpressionLanguage() {
        unary("exp", StrictMath::exp);
        unary("log", StrictMath::log);
        unary("log10", StrictMath::log10);
        unary("log1p", StrictMath::log1p);
        unary("sin", StrictMath::sin);
        unary("cos", StrictMath::cos);
        power();
        floorMod(StrictMath::floorMod);
        widened("_+_", "add", (a, b) -> a + b);
        widened("_-_", "subtract", (a, b) -> a - b);
        widened("_*_", "multiply", (a, b) -> a * b);
        widened("_/_", "divide", (a, b) -> a / b);
    }

    /** A builder to which only the variables have to be added. */
    static CelBuilder builder() {
        ExpressionLanguage language = new ExpressionLanguage();
        return CelFactory.plannerCelBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addCompilerLibraries(CelExtensions.math(), CelExtensions.strings())
                .addRuntimeLibraries(CelExtensions.math(), CelExtensions.strings())
                .addFunctionDeclarations(language.declarations.toArray(CelFunctionDecl[]::new))
                .addFunctionBindings(language.bindings);
    }

    /** An environment without variables, good for parsing. */
    static Cel parser() {
        return builder().build();
    }

    private void unary(String name, DoubleUnaryOperator f) {
        String function = "math." + name;
        declarations.add(CelFunctionDecl.newFunctionDeclaration(
                function,
                overload("math_" + name + "_double", SimpleType.DOUBLE, SimpleType.DOUBLE),
                overload("math_" + name + "_int", SimpleType.DOUBLE, SimpleType.INT)));
        bindings.addAll(CelFunctionBinding.fromOverloads(
                function,
                CelFunctionBinding.from("math_" + name + "_double", Double.class, f::applyAsDouble),
                CelFunctionBinding.from("math_" + name + "_int", Long.class, x -> f.applyAsDouble(x))));
    }

    private void power() {
        List<CelOverloadDecl> overloads = new ArrayList<>();
        List<CelFunctionBinding> bound = new ArrayList<>();
        for (boolean left : new boolean[] {false, true}) {
            for (boolean right : new boolean[] {false, true}) {
                String id = "math_pow_" + word(left) + "_" + word(right);
                overloads.add(overload(id, SimpleType.DOUBLE, type(left), type(right)));
                bound.add(CelFunctionBinding.from(
                        id, number(left), number(right), (a, b) -> StrictMath.pow(a.doubleValue(), b.doubleValue())));
            }
        }
        declarations.add(CelFunctionDecl.newFunctionDeclaration("math.pow", overloads));
        bindings.addAll(CelFunctionBinding.fromOverloads("math.pow", bound));
    }

    private void floorMod(LongBinaryOperator f) {
        declarations.add(CelFunctionDecl.newFunctionDeclaration(
                "math.floorMod", overload("math_floorMod", SimpleType.INT, SimpleType.INT, SimpleType.INT)));
        bindings.addAll(CelFunctionBinding.fromOverloads(
                "math.floorMod",
                CelFunctionBinding.from("math_floorMod", Long.class, Long.class, (a, b) -> f.applyAsLong(a, b))));
    }

    private void widened(String operator, String name, DoubleBinaryOperator f) {
        String mixedLeft = name + "_int_double";
        String mixedRight = name + "_double_int";
        declarations.add(CelFunctionDecl.newFunctionDeclaration(
                operator,
                overload(mixedLeft, SimpleType.DOUBLE, SimpleType.INT, SimpleType.DOUBLE),
                overload(mixedRight, SimpleType.DOUBLE, SimpleType.DOUBLE, SimpleType.INT)));
        bindings.addAll(CelFunctionBinding.fromOverloads(
                operator,
                CelFunctionBinding.from(
                        mixedLeft, Long.class, Double.class, (a, b) -> f.applyAsDouble(a.doubleValue(), b)),
                CelFunctionBinding.from(
                        mixedRight, Double.class, Long.class, (a, b) -> f.applyAsDouble(a, b.doubleValue()))));
    }

    private static CelOverloadDecl overload(String id, CelType result, CelType... arguments) {
        return CelOverloadDecl.newGlobalOverload(id, result, arguments);
    }

    private static String word(boolean isDouble) {
        return isDouble ? "double" : "int";
    }

    private static CelType type(boolean isDouble) {
        return isDouble ? SimpleType.DOUBLE : SimpleType.INT;
    }

    private static Class<? extends Number> number(boolean isDouble) {
        return isDouble ? Double.class : Long.class;
    }
}
