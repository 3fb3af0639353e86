package dev.tidemill.kernel.cell;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.HashSet;
import java.util.Set;

/** Puts a {@link StopCheck} before every backward jump of a cell's class: without it a busy loop could not be stopped. */
final class StopWeaver {
    private static final ClassDesc CHECK = ClassDesc.of(StopCheck.class.getName());

    private final ClassFile classFile;

    /** @param classes where the types that a class mentions are found */
    StopWeaver(CellClassLoader classes) {
        classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(type -> classes.getResourceAsStream(binary(type) + ".class"))
                        .orElse(ClassHierarchyResolver.defaultResolver())));
    }

    private static String binary(ClassDesc type) {
        String descriptor = type.descriptorString();
        return descriptor.substring(1, descriptor.length() - 1);
    }

    /** The class with its checks, or as it was when it cannot be rewritten: then its loops cannot be stopped. */
    byte[] woven(byte[] bytes) {
        try {
            return classFile.transformClass(
                    classFile.parse(bytes),
                    ClassTransform.transformingMethodBodies(CodeTransform.ofStateful(BeforeBackwardJumps::new)));
        } catch (IllegalArgumentException e) {
            return bytes;
        }
    }

    private static final class BeforeBackwardJumps implements CodeTransform {
        private final Set<Label> passed = new HashSet<>();

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            if (element instanceof LabelTarget target) {
                passed.add(target.label());
            } else if (element instanceof BranchInstruction jump && passed.contains(jump.target())) {
                code.invokestatic(CHECK, "check", ConstantDescs.MTD_void);
            }
            code.with(element);
        }
    }
}
